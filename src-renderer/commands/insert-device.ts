import type { DeviceRecord, Placement } from '#document/records.ts';
import { newDevice } from '#document/edits.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** The digit of the key that adds each kind; 6 adds a note. */
const DIGITS = { host: 1, server: 2, switch: 3, hub: 4, router: 5, gateway: 7, tunnel: 8 } as const satisfies Record<
  DeviceRecord['kind'],
  number
>;

/** Kinds of device, in the order of the palette. */
export const DEVICE_KINDS = Object.keys(DIGITS) as readonly DeviceRecord['kind'][];

/** Puts a new device on the drawing and chooses it. Without a place: at a free spot near the middle of what is seen. */
export function insertDevice(kind: DeviceRecord['kind'], at?: Placement): string | null {
  const drawing = useDocument();
  const place = at ?? useDrawing().view?.freePlace() ?? { x: 0, y: 0 };
  const device = newDevice(kind, { x: Math.round(place.x), y: Math.round(place.y) }, drawing.records);
  if (!drawing.change('add', (draft) => draft.put(device))) return null;
  useSelection().chooseThings([device.id]);
  return device.id;
}

/** One command a kind. */
export const insertDevices = DEVICE_KINDS.map((kind) =>
  command({
    id: `insert.${kind}`,
    title: `commands.insert.${kind}`,
    shortcut: `Alt+${DIGITS[kind]}`,
    enabled: () => true,
    perform: () => void insertDevice(kind),
  }),
);
