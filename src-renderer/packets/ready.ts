import { h, onScopeDispose, render, watch, type AppContext, type VNode } from 'vue';
import type { FrameView } from '#contract/shapes.ts';
import { crc32 } from '#engine/wire/crc32.ts';
import { explain } from '#engine/wire/explain.ts';
import { summarize } from '#engine/wire/summary.ts';
import PacketActions from '../commands/PacketActions.vue';
import { useSession } from '../stores/session.ts';
import HeaderTree from './HeaderTree.vue';
import HexView from './HexView.vue';
import PacketView from './PacketView.vue';

/** Frames as they lie on the wire, without FCS: an echo request, and a SYN with its options. */
const [ECHO, SYN] = [
  `02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00 00 1c 00 02 40 00 40 01 26 dd 0a 00 00 01 0a 00 00 02
   08 00 f7 fd 00 01 00 01`,
  `02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00 00 3c 00 01 40 00 40 06 26 b9 0a 00 00 01 0a 00 00 02
   c0 00 00 50 00 00 03 e8 00 00 00 00 a0 02 ff ff 6f c4 00 00 02 04 05 b4 04 02 08 0a 00 00 00 01 00 00 00 00
   01 03 03 07`,
];
/** ms that must be left of an idle moment to begin something in it: a picture at 60 a second has 16.7. */
const LEAST = 8;
/** Wall ms of running after which the browser may have thrown away code that was not used meanwhile. */
const LONG = 5_000;
/** How often whole packets are shown to nobody then: what is warm by the first time is made fast by being done again. */
const TIMES = 3;

/**
 * Makes packets ready when the window `stands`, and again whenever time stands after it ran for long, which is when they are
 * chosen. To be called where a component is set up.
 * @param clock wall ms
 */
export function keepPacketsReady(
  context: AppContext,
  stands: () => boolean,
  clock = (): number => performance.now(),
): void {
  const session = useSession();
  let end = (): void => {};
  const begin = (times: number): void => {
    // One at a time: what was not done yet is done by the next.
    end();
    end = readyPackets(context, times);
  };
  let began = clock();
  watch(stands, (standing) => {
    // A window that has just come has more to do.
    if (standing) begin(1);
  });
  watch(
    () => session.now?.playing === true,
    (playing) => {
      if (playing) began = clock();
      else if (stands() && clock() - began >= LONG) begin(TIMES);
    },
  );
  onScopeDispose(() => end());
}

/**
 * Shows packets to nobody, a part at a time, each in a moment in which nothing else is to be done: what reads, words,
 * draws and lays out a packet is then ready, and the first packet a person chooses is there almost as soon as any later one.
 * @param times how often whole packets are shown
 * @returns ends it before all of it is done
 */
export function readyPackets(context: AppContext, times: number): () => void {
  const [echo, syn] = [frameOf(ECHO), frameOf(SYN)];
  const show = (view: () => VNode) => (): void => showToNobody(view(), context);
  const whole = [show(() => h(PacketActions)), show(() => viewOf(echo)), show(() => viewOf(syn))];
  // The parts come before the whole, so that none takes longer than a picture may wait.
  const parts = [show(() => treeOf(echo)), show(() => bytesOf(echo))];
  let left = [...parts, ...Array.from({ length: times }, () => whole).flat()];
  const next = (): void => {
    const [act, ...others] = left;
    left = others;
    act?.();
    if (left.length > 0) inAnIdleMoment(next);
  };
  inAnIdleMoment(next);
  return () => (left = []);
}

const treeOf = (frame: FrameView): VNode =>
  h(HeaderTree, { layers: explain(frame.bytes, frame.fcs), chosen: null, pointed: null });

const bytesOf = (frame: FrameView): VNode =>
  h(HexView, { bytes: frame.bytes, layers: explain(frame.bytes, frame.fcs), marked: null, pointed: null });

const viewOf = (frame: FrameView): VNode => h(PacketView, { packet: 0, frame, frameId: 0, hops: [], notes: [] });

/** It is part of the page and laid out there, for its fonts and rules, but is gone before anybody could meet it. */
function showToNobody(view: VNode, context: AppContext): void {
  const unseen = document.createElement('div');
  unseen.inert = true;
  unseen.style.cssText = 'position:fixed;visibility:hidden;width:340px;height:600px;overflow:hidden;contain:strict';
  document.body.append(unseen);
  view.appContext = context;
  try {
    render(view, unseen);
    // To ask for a size is to have it laid out.
    void unseen.offsetHeight;
  } finally {
    render(null, unseen);
    unseen.remove();
  }
}

function frameOf(text: string): FrameView {
  const bytes = Uint8Array.from(text.split(/\s+/), (byte) => parseInt(byte, 16));
  return { frame: 0, packet: 0, bytes, fcs: crc32(bytes), intact: true, summary: summarize(bytes) };
}

function inAnIdleMoment(act: () => void): void {
  if (typeof requestIdleCallback === 'undefined') return void setTimeout(act);
  requestIdleCallback((moment) => {
    if (moment.timeRemaining() < LEAST) inAnIdleMoment(act);
    else act();
  });
}
