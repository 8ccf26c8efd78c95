import { ref, type Ref } from 'vue';
import { addPort, newCable } from '#document/edits.ts';
import { isProblem } from '#document/problem.ts';
import type { DeviceRecord } from '#document/records.ts';
import { useDocument } from '../../stores/document.ts';
import { useNotices } from '../../stores/notices.ts';
import { useSelection } from '../../stores/selection.ts';
import { portOffers, type PortOffer } from './cableEnds.ts';

/** One end of a cable in hand. `port` left out: whichever is free. */
export interface LooseEnd {
  /** A device, or the group in whose box it is. */
  device: string;
  port?: string;
}

/** A port to be chosen by the person. */
export interface PortQuestion {
  /** The device or group that is asked about. */
  of: string;
  /** Ports that can be had, those of one device together. */
  offers: readonly PortOffer[];
  /** CSS px from the corner of the canvas. */
  at: { x: number; y: number };
  /** With one of the offers, or with a new port of the device asked about. */
  answer(offer: PortOffer): void;
}

/** An end as it will be: at a port, at a new one (null), or at whichever is free. */
interface FirmEnd {
  device: string;
  port?: string | null;
}

/**
 * Joins devices by cables. Who pulled a port by name is asked at which port the other end goes; who did not gets the next
 * free ones. Who lets go at a box is asked at which port of what is in it.
 */
export function useCabling(): {
  question: Ref<PortQuestion | null>;
  join(from: LooseEnd, to: LooseEnd, at: { x: number; y: number }): void;
} {
  const drawing = useDocument();
  const question = ref<PortQuestion | null>(null);

  /** What is to be asked about an end before it is firm; null: nothing. */
  function offersFor(end: LooseEnd, named: boolean): readonly PortOffer[] | null {
    const offers = portOffers(end.device, drawing.records);
    if (drawing.records.get(end.device)?.type === 'group') return offers;
    if (end.port !== undefined) return null;
    const full = offers.every(({ port }) => port === null);
    return full || (named && offers.length > 1) ? offers : null;
  }

  /** Puts the cable, and the new ports it needs, as one step. */
  function finish(from: FirmEnd, to: FirmEnd): void {
    const records = new Map(drawing.records);
    const larger: DeviceRecord[] = [];
    const [a, b] = [from, to].map(({ device, port }): LooseEnd => {
      const record = records.get(device);
      if (typeof port === 'string') return { device, port };
      if (port === undefined || record?.type !== 'device') return { device };
      const more = addPort(record, records);
      records.set(device, more);
      larger.push(more);
      return { device, port: more.ports.at(-1)!.name };
    }) as [LooseEnd, LooseEnd];
    const cable = newCable(a, b, records);
    if (isProblem(cable)) return void useNotices().tell(cable);
    const done = drawing.change('connect', (draft) => {
      for (const device of larger) draft.put(device);
      draft.put(cable);
    });
    if (done) useSelection().chooseThings([cable.id]);
  }

  function join(from: LooseEnd, to: LooseEnd, at: { x: number; y: number }): void {
    const named = from.port !== undefined;
    const begin = (first: FirmEnd): void => {
      const offers = offersFor(to, named);
      if (offers === null) finish(first, to);
      else ask(to.device, offers, at, (second) => finish(first, second));
    };
    const offers = offersFor(from, false);
    if (offers === null) begin(from);
    // The menu that was answered closes before the next one opens.
    else ask(from.device, offers, at, (first) => setTimeout(() => begin(first)));
  }

  function ask(
    of: string,
    offers: readonly PortOffer[],
    at: { x: number; y: number },
    answer: (offer: PortOffer) => void,
  ): void {
    if (offers.length > 0) question.value = { of, offers, at, answer };
  }

  return { question, join };
}
