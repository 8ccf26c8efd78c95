import type { LabCall, LabOutcome, LabSocket, LabView } from '#contract/kernel-lab.ts';

/** A call in the notation of programs: `connect(client, 127.0.0.1:8080)`. The same in every language. */
export function callText(call: LabCall, address: LabView['address']): string {
  const at = (port: number): string => `${address === '::1' ? '[::1]' : address}:${port === 0 ? '*' : port}`;
  switch (call.call) {
    case 'listen':
      return `listen(${call.socket}, ${at(call.port)}, backlog ${call.backlog})`;
    case 'accept':
      return `${call.as} = accept(${call.socket})`;
    case 'connect':
      return `connect(${call.socket}, ${at(call.port)}${call.from === 0 ? '' : `, from ${at(call.from)}`})`;
    case 'bind':
      return `bind(${call.socket}, ${at(call.port)})`;
    case 'sendto':
      return `sendto(${call.socket}, ${call.length} B, ${at(call.port)})`;
    case 'send':
      return `send(${call.socket}, ${call.text === null ? `${call.length} B` : quoted(call.text)})`;
    case 'recv':
      return `recv(${call.socket}, ${call.length})`;
    case 'recvfrom':
    case 'close':
      return `${call.call}(${call.socket})`;
    case 'shutdown':
      return `shutdown(${call.socket}, SHUT_WR)`;
    case 'abort':
      return `close(${call.socket}), SO_LINGER 0`;
    case 'suspend':
    case 'resume':
    case 'kill':
      return SIGNALS[call.call];
    case 'wait':
      return `sleep(${call.wait / 1e9})`;
  }
}

const SIGNALS = { suspend: 'kill -STOP', resume: 'kill -CONT', kill: 'kill -KILL' } as const;

/** What came of it: an error by its name, or the number it returned and what was read. */
export function outcomeText(call: LabCall, { error, value, text }: LabOutcome): string {
  if (error !== null) return error;
  if (text !== null) return `${value} ${quoted(text)}`;
  if (call.call === 'listen' || call.call === 'bind') return `:${value}`;
  if (call.call === 'connect') return `0, :${value}`;
  if (call.call === 'accept') return `← :${value}`;
  if (value === null) return '✓';
  return String(value);
}

function quoted(text: string): string {
  const line = text.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  return `“${line.length > 28 ? `${line.slice(0, 27)}…` : line}”`;
}

/** What tells a row of one table from those of the other: ports and state. The address may be another family's. */
export function rowKey({ local, remote, state }: LabSocket): string {
  const port = (endpoint: string): string => endpoint.slice(endpoint.lastIndexOf(':') + 1);
  return `${port(local)} ${port(remote)} ${state}`;
}
