import type { LabCall, LabOutcome, LabSocket } from '#contract/kernel-lab.ts';
import type { Problem } from '#contract/shapes.ts';

/** Of two lengths of time that are not exactly alike, how far apart they may be and still count as the same, ns. */
const SAME_TIME = 2e9;

/**
 * Where the real system and its twin are not alike, and what of the recipe is another thing in the notes or the standard.
 * Each is a name with parameters; the window has a sentence for each.
 */
export function differencesOf(
  { recipe, platform, address }: { recipe: string; platform: string; address: string },
  done: readonly { call: LabCall; real: LabOutcome; twin: LabOutcome }[],
  real: readonly LabSocket[] | null,
  twin: readonly LabSocket[],
): Problem[] {
  const found: Problem[] = address === '::1' ? [{ name: 'lab.no-ipv6', parameters: {} }] : [];
  const last = done.at(-1);
  if (last !== undefined) found.push(...ofOutcomes(last.call, last.real, last.twin));
  if (real !== null) found.push(...ofTables(real, twin));
  found.push(...worthKnowing(recipe, platform, done, real ?? twin));
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = JSON.stringify(one);
    return !seen.has(key) && seen.add(key);
  });
}

function ofOutcomes(call: LabCall, real: LabOutcome, twin: LabOutcome): Problem[] {
  if (real.error !== twin.error) {
    return [{ name: 'lab.other-result', parameters: { call: call.call, real: said(real), twin: said(twin) } }];
  }
  const counts = call.call === 'send' || call.call === 'recv';
  if (counts && real.value !== twin.value) {
    return [
      { name: 'lab.other-amount', parameters: { call: call.call, real: real.value ?? 0, twin: twin.value ?? 0 } },
    ];
  }
  return [];
}

function said({ error, value }: LabOutcome): string {
  return error ?? `${value ?? 0}`;
}

function ofTables(real: readonly LabSocket[], twin: readonly LabSocket[]): Problem[] {
  const found: Problem[] = [];
  // By ports alone: the twin is at 127.0.0.1 even where the real sockets are at ::1.
  const key = ({ protocol, local, remote }: LabSocket): string => `${protocol} ${portOf(local)} ${portOf(remote)}`;
  const twins = new Map(twin.map((row) => [key(row), row]));
  for (const row of real) {
    const other = twins.get(key(row));
    twins.delete(key(row));
    const { local, remote, state } = row;
    if (other === undefined) {
      found.push({ name: 'lab.only-real', parameters: { local, remote, state } });
      continue;
    }
    if (other.state !== state) {
      // The FIN was heard, and its acknowledgment is held back for a moment (RFC 9293 §3.8.6.3).
      const held = state === 'FIN-WAIT-1' && other.state === 'FIN-WAIT-2';
      if (held) found.push({ name: 'lab.fin-held-back', parameters: { local, remote } });
      else found.push({ name: 'lab.other-state', parameters: { local, remote, real: state, twin: other.state } });
      continue;
    }
    if (row.protocol === 'datagram' && row.receiveQueue === 0 && other.receiveQueue !== 0) {
      found.push({ name: 'lab.received-early', parameters: {} });
    }
    if (state === 'LISTEN' && row.receiveQueue !== null && row.receiveQueue !== other.receiveQueue) {
      const parameters = { real: row.receiveQueue, twin: other.receiveQueue ?? 0 };
      found.push({ name: 'lab.accepted-early', parameters });
    }
    const oneMore = row.receiveQueue !== null && row.receiveQueue === (other.receiveQueue ?? 0) + 1;
    if (state === 'CLOSE-WAIT' && oneMore) found.push({ name: 'lab.fin-in-queue', parameters: {} });
    const bothTimed = row.timer === 'time-wait' && other.timer === 'time-wait';
    if (bothTimed && Math.abs((row.remaining ?? 0) - (other.remaining ?? 0)) > SAME_TIME) {
      const seconds = (ns: number | null): number => Math.round((ns ?? 0) / 1e9);
      found.push({
        name: 'lab.other-time-wait',
        parameters: { real: seconds(row.remaining), twin: seconds(other.remaining) },
      });
    }
  }
  for (const { local, remote, state } of twins.values()) {
    found.push({ name: 'lab.only-twin', parameters: { local, remote, state } });
  }
  return found;
}

function portOf(endpoint: string): string {
  return endpoint.slice(endpoint.lastIndexOf(':') + 1);
}

/** What differs from the notes or the standard by the nature of the system, once it can be seen. */
function worthKnowing(
  recipe: string,
  platform: string,
  done: readonly { call: LabCall; real: LabOutcome }[],
  rows: readonly LabSocket[],
): Problem[] {
  const found: Problem[] = [];
  const waits = rows.some(({ state }) => state === 'TIME-WAIT');
  if (waits && platform === 'linux') found.push({ name: 'lab.time-wait-linux', parameters: {} });
  const listens = done.filter(({ call }) => call.call === 'listen');
  if (recipe === 'time-wait' && listens.length > 1 && listens.at(-1)!.real.error === null) {
    found.push({ name: 'lab.address-reused', parameters: {} });
  }
  if (recipe === 'fin-wait-2' && rows.some(({ state }) => state === 'FIN-WAIT-2') && platform === 'linux') {
    found.push({ name: 'lab.fin-wait-2-linux', parameters: {} });
  }
  if (recipe === 'backlog' && platform === 'linux' && done.length > 3)
    found.push({ name: 'lab.backlog-plus-one', parameters: {} });
  if (recipe === 'reset' && done.length > 5 && done[5]!.real.error === null) {
    found.push({ name: 'lab.reset-keeps-data', parameters: {} });
  }
  if (recipe === 'slow-reader' && done.length > 3) found.push({ name: 'lab.buffers-grow', parameters: {} });
  return found;
}
