import { h, render, type AppContext } from 'vue';
import type { FrameView } from '#contract/shapes.ts';
import { crc32 } from '#engine/wire/crc32.ts';
import { summarize } from '#engine/wire/summary.ts';
import PacketView from './PacketView.vue';

/** Frames as they lie on the wire, without FCS: a SYN with its options, and an echo request. */
const SAMPLES = [
  `02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00 00 3c 00 01 40 00 40 06 26 b9 0a 00 00 01 0a 00 00 02
   c0 00 00 50 00 00 03 e8 00 00 00 00 a0 02 ff ff 6f c4 00 00 02 04 05 b4 04 02 08 0a 00 00 00 01 00 00 00 00
   01 03 03 07`,
  `02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00 00 1c 00 02 40 00 40 01 26 dd 0a 00 00 01 0a 00 00 02
   08 00 f7 fd 00 01 00 01`,
];

/**
 * Shows packets to nobody, each in a moment in which nothing else is to be done: what reads, words and draws headers and
 * bytes is then ready, and the first packet a person chooses is there as soon as any later one.
 */
export function readyPackets(context: AppContext): void {
  let left = SAMPLES.map(frameOf);
  const next = (): void => {
    const [frame, ...others] = left;
    if (!frame) return;
    left = others;
    const unseen = document.createElement('div');
    const view = h(PacketView, { packet: 0, frame, frameId: 0, hops: [], notes: [] });
    view.appContext = context;
    render(view, unseen);
    render(null, unseen);
    inAnIdleMoment(next);
  };
  inAnIdleMoment(next);
}

function frameOf(text: string): FrameView {
  const bytes = Uint8Array.from(text.split(/\s+/), (byte) => parseInt(byte, 16));
  return { frame: 0, packet: 0, bytes, fcs: crc32(bytes), intact: true, summary: summarize(bytes) };
}

function inAnIdleMoment(act: () => void): void {
  if (typeof requestIdleCallback === 'undefined') setTimeout(act);
  else requestIdleCallback(act);
}
