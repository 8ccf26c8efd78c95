import fc from 'fast-check';
import type { DeviceKind } from '#engine/devices/settings.ts';
import { clipboardText, pasted } from '#document/clipboard.ts';
import { duplicated } from '#document/copying.ts';
import { diffOf } from '#document/diff.ts';
import { FORMS, newShape } from '#document/drawn-shape.ts';
import {
  addPort,
  moved,
  newCable,
  newDevice,
  newNote,
  newPing,
  removal,
  removePort,
  renamed,
} from '#document/edits.ts';
import { grouped, removed, ungrouped } from '#document/grouping.ts';
import { isProblem } from '#document/problem.ts';
import type { DocumentRecord } from '#document/records.ts';
import type { DocumentStore } from '#document/store.ts';

/** One thing a person could do, as numbers that pick what to do it to: so that random sequences shrink well. */
export interface Doing {
  what: (typeof DOINGS)[number];
  one: number;
  other: number;
  text: string;
}

const DOINGS = [
  'device',
  'cable',
  'note',
  'ping',
  'remove',
  'rename',
  'move',
  'address',
  'addPort',
  'removePort',
  'duplicate',
  'paste',
  'shape',
  'group',
  'ungroup',
  'begin',
  'end',
  'cancel',
] as const;

const KINDS: DeviceKind[] = ['host', 'server', 'router', 'switch', 'hub'];

/** Sequences of doings. */
export const doings: fc.Arbitrary<Doing[]> = fc.array(
  fc.record({
    what: fc.constantFrom(...DOINGS),
    one: fc.nat(1000),
    other: fc.nat(1000),
    text: fc.oneof(fc.constantFrom('', '이름', 'a|b', '\u0000', ' '), fc.string({ maxLength: 70, unit: 'grapheme' })),
  }),
  { maxLength: 40 },
);

/** Does one thing to a drawing; what makes no sense there is refused by the store or does nothing. */
export function perform(store: DocumentStore, { what, one, other, text }: Doing): void {
  const { records } = store;
  const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(1, from.length)];
  const all = [...records.values()];
  const devices = all.filter((record) => record.type === 'device');
  const record = pick(all, one);
  const device = pick(devices, one);
  const at = { x: one * 3, y: other * 3 };
  const put = (...changed: DocumentRecord[]): void => {
    store.change(what, diffOf(records, changed));
  };
  if (what === 'device') put(newDevice(pick(KINDS, one)!, at, records));
  else if (what === 'note') put(newNote(text, at, records));
  else if (what === 'shape') put(newShape(pick(FORMS, one)!, text, at, records));
  else if (what === 'begin') store.begin('gesture');
  else if (what === 'end') store.end();
  else if (what === 'cancel') store.cancel();
  else if (!record) return;
  else if (what === 'remove') {
    const change = removed(removal([record.id], records), records);
    store.change(what, diffOf(records, change.put, change.remove));
  } else if (what === 'rename') put(renamed(record, text));
  else if (what === 'move') put(moved(record, at));
  else if (what === 'duplicate') put(...duplicated([record.id, pick(all, other)!.id], { x: 20, y: 20 }, records));
  else if (what === 'paste') {
    const copied = clipboardText([record.id, pick(all, other)!.id], records);
    const answer = copied === null ? null : pasted(copied, at, records);
    if (answer && !isProblem(answer)) put(...answer.records);
  } else if (what === 'group') {
    const change = grouped([record.id, pick(all, other)!.id], 'group', records);
    if (!isProblem(change)) put(...change.put);
  } else if (what === 'ungroup') {
    const change = ungrouped([record.id], records);
    store.change(what, diffOf(records, change.put, change.remove));
  } else if (!device) return;
  else if (what === 'cable') {
    const cable = newCable({ device: device.id }, { device: pick(devices, other)!.id }, records);
    if (!isProblem(cable)) put(cable);
  } else if (what === 'ping') put(newPing(device.id, `10.0.0.${other % 256}`, 'ping', records));
  else if (what === 'addPort') put(addPort(device, records));
  else if (what === 'removePort') {
    const change = removePort(device, pick(device.ports, other)?.name ?? '', records);
    store.change(what, diffOf(records, change.put, change.remove));
  } else if (what === 'address') {
    const ports = device.ports.map((port, index) =>
      index === 0 ? { ...port, address: `10.0.0.${other % 300}` } : port,
    );
    put({ ...device, ports });
  }
}
