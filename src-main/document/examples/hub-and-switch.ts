import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

/** What a hub repeats to all, a switch learns to send to one: the same ping on both sides. */
export function hubAndSwitchDocument(): HopDocument {
  const draft = new Draft();
  const hosts = (x: number, from: number): string[] =>
    [0, 1, 2].map((index) => draft.device('host', { x, y: 80 + 140 * index }, [`10.0.0.${from + index}`]));
  const left = hosts(20, 1);
  const hub = draft.device('hub', { x: 280, y: 220 });
  const lan = draft.device('switch', { x: 480, y: 220 });
  const right = hosts(740, 4);
  for (const host of left) draft.join(host, hub);
  draft.join(hub, lan);
  for (const host of right) draft.join(lan, host);
  draft.command('by-hub', 'ping across the hub', left[0]!, null, 'ping -c 2 10.0.0.2');
  draft.command('by-switch', 'ping across the switch', right[0]!, null, 'ping -c 2 10.0.0.5');
  return draft.document('A hub and a switch');
}
