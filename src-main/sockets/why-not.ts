import type { Problem } from '#contract/shapes.ts';

/** Why nothing is open on a device that is switched off. */
export const NO_POWER: Problem = { name: 'gateway.no-power', parameters: {} };

/** Why the system did not let a port be opened. */
export function whyNot(error: Error, port: number): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? error.message;
  if (code === 'EADDRINUSE') return { name: 'sockets.port-in-use', parameters: { port } };
  return { name: 'sockets.cannot-listen', parameters: { port, error: code } };
}
