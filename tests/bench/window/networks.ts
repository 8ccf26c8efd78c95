/** The networks the window is measured with: islands of a switch and its hosts, side by side, every host pinging its neighbour. */
import { addPort, newCable, newDevice } from '#document/edits.ts';
import { isProblem } from '#document/problem.ts';
import { CURRENT_VERSION, type DocumentRecord } from '#document/records.ts';
import { writeDocument } from '#document/write.ts';

/** Hosts of an island. */
const HOSTS = 9;
/** ns a packet is on a cable: long, so that many are on their way at once. */
const DELAY = 500e6;
/** Distance between neighbours, drawing units. */
const [ISLAND, CIRCLE] = [520, 170];

/**
 * The text of a project of `devices` devices in which about `flights` packets are on their way at once: a ping crosses two
 * cables there and two back, so that each host has four delays to send in.
 */
export function networkText(devices: number, flights: number): string {
  const islands = Math.round(devices / (HOSTS + 1));
  const records = new Map<string, DocumentRecord>();
  const across = Math.ceil(Math.sqrt(islands * 1.6));
  const interval = Math.round((islands * HOSTS * 4 * DELAY) / flights);
  for (let island = 0; island < islands; island++) {
    const [x, y] = [(island % across) * ISLAND, Math.floor(island / across) * ISLAND];
    let lan = newDevice('switch', { x, y }, records);
    while (lan.ports.length < HOSTS) lan = addPort(lan, records);
    records.set(lan.id, lan);
    const subnet = `10.${island >> 8}.${island & 255}`;
    const hosts = Array.from({ length: HOSTS }, (_, host) => {
      const angle = (host / HOSTS) * 2 * Math.PI;
      const at = { x: Math.round(x + Math.cos(angle) * CIRCLE), y: Math.round(y + Math.sin(angle) * CIRCLE) };
      const blank = newDevice('host', at, records);
      const ports = blank.ports.map((port) => ({ ...port, address: `${subnet}.${host + 1}` }));
      records.set(blank.id, { ...blank, ports });
      join(blank.id, lan.id);
      return blank.id;
    });
    hosts.forEach((device, host) => {
      const id = `ping-${device}`;
      const destination = `${subnet}.${((host + 1) % HOSTS) + 1}`;
      const run = { program: 'ping', destination, count: 1000, interval, size: 56 } as const;
      records.set(id, { type: 'program', id, name: 'ping', device, start: Math.round((host / HOSTS) * interval), run });
    });
  }
  const title = `${devices} devices`;
  return writeDocument({
    format: 'hopscope',
    version: CURRENT_VERSION,
    title,
    seed: 1,
    records: [...records.values()],
  });

  function join(a: string, b: string): void {
    const cable = newCable({ device: a }, { device: b }, records);
    if (isProblem(cable)) throw new Error(`the network of the bench does not fit together: ${cable.name}`);
    records.set(cable.id, { ...cable, delay: DELAY });
  }
}
