/**
 * Projects that come with the application, each built as a person would draw it. This room holds drawings and nothing
 * that runs them.
 */
import type { CableSettings, DeviceSettings } from '#engine/devices/settings.ts';
import { addPort, newCable, newDevice } from '../edits.ts';
import { ordered } from '../order.ts';
import { isProblem } from '../problem.ts';
import { CURRENT_VERSION, type DocumentRecord, type HopDocument } from '../records.ts';

/** What an example says of a device beyond its kind, place and addresses. */
type DeviceExtras = Partial<
  Pick<DeviceSettings, 'name' | 'gateway' | 'routes' | 'resolver' | 'files' | 'transport' | 'dhcp' | 'nat'>
> & {
  /** Ports it has at least. */
  ports?: number;
};

/** A project being drawn. Devices and programs are known by the ids they get. */
export class Draft {
  readonly #records = new Map<string, DocumentRecord>();

  /**
   * Puts a device in its place, with a port for each address (`192.168.1.11`, or `dhcp` to ask for one; all subnets are
   * /24); returns its id.
   */
  device(
    kind: DeviceSettings['kind'],
    at: { x: number; y: number },
    addresses: readonly string[] = [],
    { ports: count = 0, ...more }: DeviceExtras = {},
  ): string {
    let made = newDevice(kind, at, this.#records);
    while (made.ports.length < Math.max(count, addresses.length)) made = addPort(made, this.#records);
    const ports = made.ports.map((port, index) => {
      const address = addresses[index] ?? null;
      return address === 'dhcp' ? { ...port, dhcp: true } : { ...port, address };
    });
    this.#records.set(made.id, { ...made, ...more, ports });
    return made.id;
  }

  /** Joins devices in a row with cables, each at its next free port. */
  join(...ids: string[]): void {
    this.joinWith({}, ...ids);
  }

  /** The same with cables that differ from the usual. */
  joinWith(settings: Partial<Omit<CableSettings, 'id' | 'a' | 'b'>>, ...ids: string[]): void {
    ids.slice(1).forEach((id, index) => {
      const cable = newCable({ device: ids[index]! }, { device: id }, this.#records);
      if (isProblem(cable)) throw new Error(`an example does not fit together: ${cable.name}`);
      this.#records.set(cable.id, { ...cable, ...settings });
    });
  }

  /** A command typed on a device at `start` (ns), or when asked (null). */
  command(id: string, name: string, device: string, start: number | null, line: string): void {
    this.#records.set(id, { type: 'program', id, name, device, start, run: { program: 'command', line } });
  }

  document(title: string): HopDocument {
    const records = ordered(this.#records.values());
    return { format: 'hopscope', version: CURRENT_VERSION, title, seed: 1, records };
  }
}
