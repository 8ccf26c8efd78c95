import type { RealEvent } from '#contract/bridge.ts';
import type { DeviceRecord } from '#document/records.ts';

/** A device of the drawing that is switched on, so that something real takes part through it: a gateway or a tunnel. */
export interface Passage {
  readonly device: string;
  readonly kind: DeviceRecord['kind'];
  /** Whether the device has power: without, nothing crosses. */
  readonly powered: boolean;
  /** Whether it is set as a drawing says. */
  isAs(drawn: DeviceRecord): boolean;
  /** It begins, or its device has power again. */
  open(): void;
  /** The device has lost its power, and all that crossed ends. */
  lose(): void;
  /** Of each drawn port, why it is not open; null: it is. */
  errors(): (string | null)[];
  has(connection: number): boolean;
  /** Takes in what the real side has to tell of one of its connections. */
  hear(event: RealEvent): void;
  /** Does all that can be done at this moment. True: something was done, so that time has something to do. */
  pump(): boolean;
  /** Ends everything that crosses. Only at the newest moment. */
  close(): void;
}
