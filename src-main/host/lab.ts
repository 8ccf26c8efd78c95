import type { Handlers, Host } from '#contract/calls.ts';
import type { StartChild } from '#sockets/kernel-lab/child.ts';
import { KernelLab } from '#sockets/kernel-lab/lab.ts';

type LabHandlers = Pick<Handlers, 'lab.recipes' | 'lab.open' | 'lab.next' | 'lab.look' | 'lab.close'>;

interface LabParts {
  worker: Pick<Host, 'call'>;
  start: StartChild;
  program: URL;
  platform: string;
}

/** The kernel lab behind its calls: real sockets here, their twin in the simulation thread. */
export function labHandlers({ worker, ...parts }: LabParts): { handlers: LabHandlers; close(): Promise<void> } {
  const lab = new KernelLab({
    ...parts,
    twin: {
      open: async (platform) => void (await worker.call('twin.open', { platform })),
      call: (actor, call, time) => worker.call('twin.call', { actor, call, time }),
      look: async (time, ports) => (await worker.call('twin.look', { time, ports })).sockets,
      close: async () => void (await worker.call('twin.close', {})),
    },
  });
  return {
    handlers: {
      'lab.recipes': () => ({ recipes: lab.recipes(), ipv6: lab.withoutIpv6() }),
      'lab.open': ({ recipe, address }) => lab.open(recipe, address),
      'lab.next': () => lab.next(),
      'lab.look': () => lab.look(),
      'lab.close': async () => {
        await lab.close();
        return {};
      },
    },
    close: () => lab.close(),
  };
}
