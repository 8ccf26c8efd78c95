import { ref, type Ref } from 'vue';
import { addPort, freePorts, newCable } from '#document/edits.ts';
import { isProblem } from '#document/problem.ts';
import { useDocument } from '../stores/document.ts';
import { useNotices } from '../stores/notices.ts';
import { useSelection } from '../stores/selection.ts';
import { connect } from './edits.ts';

/** One end of a cable in hand. `port` left out: whichever is free. */
export interface LooseEnd {
  device: string;
  port?: string;
}

/** A port to be chosen by the person. */
export interface PortQuestion {
  device: string;
  /** Free ports; none: only a new one can be had. */
  ports: readonly string[];
  /** CSS px from the corner of the canvas. */
  at: { x: number; y: number };
  /** With this port, or with a new one. */
  answer(port: string | null): void;
}

/** Joins devices by cables. Who pulled a port by name is asked at which port the other end goes; who did not gets the next free ones. */
export function useCabling(): {
  question: Ref<PortQuestion | null>;
  join(from: LooseEnd, to: LooseEnd, at: { x: number; y: number }): void;
} {
  const drawing = useDocument();
  const question = ref<PortQuestion | null>(null);

  function ask(end: LooseEnd, at: { x: number; y: number }, answer: (port: string | null) => void): void {
    const device = drawing.device(end.device);
    if (!device) return;
    const ports = freePorts(device, drawing.records);
    question.value = { device: end.device, ports, at, answer };
  }

  /** The cable with a port more at one of the devices, as one step. */
  function withNewPort(at: LooseEnd, from: LooseEnd, to: LooseEnd): void {
    const device = drawing.device(at.device);
    if (!device) return;
    const larger = addPort(device, drawing.records);
    const port = larger.ports.at(-1)!.name;
    const records = new Map(drawing.records).set(device.id, larger);
    const end = (one: LooseEnd): LooseEnd => (one === at ? { ...one, port } : one);
    const cable = newCable(end(from), end(to), records);
    if (isProblem(cable)) return void useNotices().tell(cable);
    const done = drawing.change('connect', (draft) => {
      draft.put(larger);
      draft.put(cable);
    });
    if (done) useSelection().chooseThings([cable.id]);
  }

  function join(from: LooseEnd, to: LooseEnd, at: { x: number; y: number }): void {
    for (const end of [from, to]) {
      const device = drawing.device(end.device);
      if (!device || end.port !== undefined || freePorts(device, drawing.records).length > 0) continue;
      return ask(end, at, () => withNewPort(end, from, to));
    }
    const device = drawing.device(to.device);
    const several = device !== null && freePorts(device, drawing.records).length > 1;
    if (from.port !== undefined && to.port === undefined && several) {
      return ask(to, at, (port) => {
        if (port === null) withNewPort(to, from, to);
        else connect(from.device, to.device, { ...(from.port ? { from: from.port } : {}), to: port });
      });
    }
    connect(from.device, to.device, {
      ...(from.port === undefined ? {} : { from: from.port }),
      ...(to.port === undefined ? {} : { to: to.port }),
    });
  }

  return { question, join };
}
