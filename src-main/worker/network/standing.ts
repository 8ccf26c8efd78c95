import type { CableLoad, DeviceStanding } from '#engine/sim/signs.ts';
import type { Timeline } from '#engine/sim/timeline.ts';
import { CABLE_COLUMNS, DEVICE_COLUMNS, type NetworkState } from '#contract/network.ts';
import { RecentWindow } from './window.ts';

/** Broadcasts a second, and in the window at least, from which a device is said to be in a storm: no ARP is so busy. */
const STORM = { perSecond: 1000, atLeast: 50 } as const;

/** A row of numbers, in the order of the columns. */
type Numbers = readonly number[];

/**
 * How a network stands at the cursor, for a drawing of it. A window is told what has changed since its last question, as
 * long as it is the last that asked; else everything that is not idle.
 */
export class Standing {
  readonly #timeline: Timeline;
  readonly #window: RecentWindow;
  #version = 0;
  #cables = new Map<string, Numbers>();
  #devices = new Map<string, Numbers>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#window = new RecentWindow(timeline.trace);
  }

  /** Called before the trace is cut. */
  cut(): void {
    this.#window.cut();
  }

  /** `known`: version of the answer that the one who asks has; null: none. `stretch`: ns that use is told of. */
  tell(known: number | null, stretch: number): NetworkState {
    const timeline = this.#timeline;
    const loads = timeline.loads();
    const window = this.#window;
    window.moveTo(timeline.cursor, timeline.now, stretch, loads);
    const cables = new Map(loads.map((load) => [load.settings.id, this.#cableRow(load)]));
    const broadcasts = window.broadcasts();
    const devices = new Map(
      timeline.signs().map((signs) => [signs.id, this.#deviceRow(signs, broadcasts.get(signs.id) ?? 0)]),
    );
    const whole = known === null || known !== this.#version;
    const changedCables = changed(cables, whole ? NOTHING : this.#cables);
    const changedDevices = changed(devices, whole ? NOTHING : this.#devices);
    this.#cables = cables;
    this.#devices = devices;
    this.#version++;
    const floods = window.floods();
    return {
      version: this.#version,
      whole,
      stretch: window.length,
      cables: columnsOf(changedCables, CABLE_COLUMNS),
      devices: columnsOf(changedDevices, DEVICE_COLUMNS),
      drops: Uint32Array.from(window.drops()),
      floods: {
        device: floods.map(({ device }) => device),
        seq: Uint32Array.from(floods, ({ seq }) => seq),
        time: Float64Array.from(floods, ({ time }) => time),
      },
    };
  }

  #cableRow({ settings, waiting, room }: CableLoad): Numbers {
    const there = this.#window.useOf(settings.id, 0);
    const back = this.#window.useOf(settings.id, 1);
    return [
      rounded(there.busy),
      rounded(back.busy),
      Math.round(there.rate),
      Math.round(back.rate),
      ...waiting,
      // How much room there is is told where something waits.
      waiting[0] > 0 ? room[0] : 0,
      waiting[1] > 0 ? room[1] : 0,
    ];
  }

  #deviceRow(signs: DeviceStanding, broadcasts: number): Numbers {
    const { off, arpPending, conflicts, listening, connections, closeWait, timeWait, processes } = signs;
    const perSecond = Math.round((broadcasts * 1e9) / this.#window.length);
    const storm = broadcasts >= STORM.atLeast && perSecond >= STORM.perSecond;
    const connected = [listening, connections, closeWait, timeWait];
    return [Number(off), arpPending, conflicts, ...connected, processes, storm ? perSecond : 0];
  }
}

const NOTHING: ReadonlyMap<string, Numbers> = new Map();

/** In thousandths: nobody sees less, and what stays as it is need not be told again. */
function rounded(share: number): number {
  return Math.ceil(share * 1000) / 1000;
}

/** The rows that are not as before, and rows of zeros for those that are gone. What was not there before was all zeros. */
function changed(rows: ReadonlyMap<string, Numbers>, before: ReadonlyMap<string, Numbers>): Map<string, Numbers> {
  const found = new Map<string, Numbers>();
  for (const [id, row] of rows) {
    const old = before.get(id);
    if (row.some((value, column) => value !== (old?.[column] ?? 0))) found.set(id, row);
  }
  for (const [id, row] of before)
    if (!rows.has(id))
      found.set(
        id,
        row.map(() => 0),
      );
  return found;
}

function columnsOf<Name extends string>(
  rows: ReadonlyMap<string, Numbers>,
  names: readonly Name[],
): { ids: string[] } & Record<Name, Float64Array<ArrayBuffer>> {
  const ids = [...rows.keys()];
  const columns = names.map((name, column) => [name, Float64Array.from(ids, (id) => rows.get(id)![column]!)]);
  return { ids, ...(Object.fromEntries(columns) as Record<Name, Float64Array<ArrayBuffer>>) };
}
