import type { Pace } from '#contract/shapes.ts';
import { useComparison } from './comparison.ts';
import { CONVERSATION_TABS, useConversationView, type ConversationTab } from './conversationView.ts';
import { useDocument } from './document.ts';
import { useDrawing, type Sight } from './drawing.ts';
import { GROUPS, type Group } from './groups.ts';
import { useHelp } from './help.ts';
import { useSelection, type Inspected, type PacketView } from './selection.ts';
import { useSession } from './session.ts';
import { useStrip, type Stretch } from './strip.ts';
import { useTerminals } from './terminals.ts';
import { useTrace } from './trace.ts';
import { useWhy } from './why.ts';

/**
 * What a person looks at that lasts no longer than its network, and is missed in the window that takes it over: what is
 * chosen, which rows and what of the map and of time are seen, what lies open. All else is kept for every start (`kept.ts`).
 */
interface Look {
  /** The run of which the numbers below are. */
  run: string;
  /** At which time is to run next. */
  pace: Pace;
  things: string[];
  packet: number | null;
  frame: number | null;
  fact: number | null;
  conversation: string | null;
  inspected: Inspected;
  packetView: PacketView;
  asked: number | null;
  askedBefore: number[];
  filter: string;
  groups: Group[];
  spacing: 'even' | 'time';
  stretch: Stretch | null;
  /** Places of the terminals in front and before it. */
  terminals: [number, number];
  large: { shown: boolean; tab: ConversationTab; numbers: 'relative' | 'absolute'; spacing: 'even' | 'time' };
  compared: { shown: boolean; left: string | null; right: string | null };
  topic: string | null;
  /** Null: the whole map, however large the window is. */
  sight: Sight | null;
}

/** Most facts asked about before that are told of. */
const MOST_ASKED = 50;
/** Things chosen beyond this are many on a large map, and soon chosen again: they are not told of. */
const MOST_THINGS = 100;

/** What is looked at, for the window that takes this one's network over. */
export function lookSaid(): string {
  const [session, selection, why, trace] = [useSession(), useSelection(), useWhy(), useTrace()];
  const [talk, terminals, comparison] = [useConversationView(), useTerminals(), useComparison()];
  const { things, packet, frame, fact, conversation, inspected, packetView } = selection;
  const look: Look = {
    run: session.now?.branch ?? '',
    pace: session.pace,
    things: things.length > MOST_THINGS ? [] : things,
    ...{ packet, frame, fact, conversation, inspected, packetView },
    asked: why.asked,
    askedBefore: why.before.slice(-MOST_ASKED),
    filter: trace.filter,
    groups: [...trace.groups],
    spacing: trace.spacing,
    stretch: useStrip().view,
    terminals: [terminals.front, terminals.before],
    large: { shown: talk.shown, tab: talk.tab, numbers: talk.numbers, spacing: talk.spacing },
    compared: { shown: comparison.shown, ...comparison.wanted },
    topic: useHelp().topic,
    sight: useDrawing().view?.sight() ?? null,
  };
  return JSON.stringify(look);
}

/**
 * Looks at what was looked at, as `lookSaid` said it, now that the network is there. What is not there any more is left
 * out: a thing that is not drawn, an event of another run or of a part of it that was lost. Where the map was looked at
 * is for whoever shows it.
 */
export function lookAgain(said: string): Sight | null {
  const look = JSON.parse(said) as Look;
  const session = useSession();
  const { now } = session;
  const [selection, trace, talk, why] = [useSelection(), useTrace(), useConversationView(), useWhy()];
  const isSameRun = now !== null && now.branch === look.run;
  const isThere = (fact: number | null): boolean => isSameRun && (fact ?? 0) <= now.facts;

  if (!now?.playing) session.pace = look.pace;
  trace.groups = new Set(GROUPS.filter((group) => look.groups.includes(group)));
  trace.filter = look.filter;
  trace.spacing = look.spacing;
  if (look.stretch && isSameRun) useStrip().look(look.stretch.from, look.stretch.to);

  const { records } = useDocument();
  selection.chooseThings(look.things.filter((id) => records.has(id)));
  selection.packetView = look.packetView;
  if (isSameRun) selection.conversation = look.conversation;
  if (isThere(look.fact)) selection.choosePacket(look.packet, look.frame, look.fact);
  if (look.asked !== null && isThere(look.asked)) {
    why.asked = look.asked;
    why.before = look.askedBefore.filter(isThere);
  }
  selection.inspected = look.inspected;

  talk.tab = CONVERSATION_TABS.find((tab) => tab === look.large.tab) ?? talk.tab;
  talk.numbers = look.large.numbers;
  talk.spacing = look.large.spacing;
  talk.shown = look.large.shown && selection.conversation !== null;
  const { shown, left, right } = look.compared;
  useComparison().wanted = { left, right };
  useComparison().shown = shown && (now?.branches ?? 0) > 0;

  const terminals = useTerminals();
  const [front, before] = look.terminals;
  if (front < terminals.open.length) {
    terminals.front = front;
    terminals.before = before;
  }
  if (look.topic !== null) useHelp().show(look.topic);
  return look.sight;
}
