// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { FIRST_PACE } from '#contract/paces.ts';
import type { Now } from '#contract/shapes.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { useComparison } from '#renderer/stores/comparison.ts';
import { useConversationView } from '#renderer/stores/conversationView.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useHelp } from '#renderer/stores/help.ts';
import { lookAgain, lookSaid } from '#renderer/stores/look.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useStrip } from '#renderer/stores/strip.ts';
import { useTerminals } from '#renderer/stores/terminals.ts';
import { useTrace } from '#renderer/stores/trace.ts';
import { useWhy } from '#renderer/stores/why.ts';
import { nowOf } from '#support/scripted-host.ts';

const LIVED = nowOf({ facts: 100, cursor: 50, horizon: 9000, time: 5000, branch: 'b2', branches: 2 });

/** A window over a network that stands there; what was chosen in another is not chosen in it. */
async function window(now: Now = LIVED, records = starterDocument().records): Promise<void> {
  localStorage.clear();
  setActivePinia(createPinia());
  await useDocument().open(writeDocument({ ...starterDocument(), records }));
  useSession().now = now;
}

/** All of it: things, a packet of a conversation, a question, rows, a stretch of time, what lies open. */
function look(): void {
  const [selection, why, trace, talk] = [useSelection(), useWhy(), useTrace(), useConversationView()];
  useSession().pace = { kind: 'clock', ratio: 0.01 };
  selection.chooseThings(['pc1', 'router1']);
  selection.chooseConversation('c7');
  selection.choosePacket(12, 34, 56);
  selection.packetView = 'hops';
  why.ask(56);
  why.ask(78);
  selection.inspected = 'conversation';
  trace.filter = 'tcp.port == 80';
  trace.toggleGroup('arp');
  trace.spacing = 'time';
  useStrip().look(1000, 2000);
  Object.assign(talk, { shown: true, tab: 'plots', numbers: 'absolute', spacing: 'time' });
  useComparison().wanted = { left: 'b1', right: 'b2' };
  useHelp().show('window');
}

/** Every part of it, in one. */
const looked = () => JSON.parse(lookSaid()) as Record<string, unknown>;

beforeEach(() => window());

describe('what a window looked at', () => {
  it('is looked at again in the one that takes its network over', async () => {
    look();
    const [before, said] = [looked(), lookSaid()];
    expect(before).toMatchObject({ things: ['pc1', 'router1'], fact: 56, asked: 78, filter: 'tcp.port == 80' });
    await window();
    expect(looked()).not.toEqual(before);
    lookAgain(said);
    expect(looked()).toEqual(before);
  });

  it('is looked at again also when time runs on', async () => {
    look();
    const said = lookSaid();
    await window({ ...LIVED, facts: 5000, cursor: 5000, horizon: 1e9, time: 1e9 });
    useSession().now = { ...useSession().now!, playing: true };
    lookAgain(said);
    // What it runs at is what it runs at.
    expect(useSession().pace).toEqual(FIRST_PACE);
    expect(useSelection()).toMatchObject({ packet: 12, frame: 34, fact: 56, conversation: 'c7' });
  });

  it('has nothing in it that is not drawn any more', async () => {
    look();
    const said = lookSaid();
    const records = starterDocument().records.filter((record) => record.id === 'router1');
    await window(LIVED, records);
    lookAgain(said);
    expect(useSelection().things).toEqual(['router1']);
  });

  it('has no event, packet or conversation of another run, for their numbers mean others there', async () => {
    look();
    const said = lookSaid();
    await window({ ...LIVED, branch: 'b1' });
    lookAgain(said);
    expect(useSelection()).toMatchObject({ things: ['pc1', 'router1'], packet: null, fact: null, conversation: null });
    expect(useWhy().asked).toBeNull();
    expect(useStrip().view).toBeNull();
    expect(useConversationView()).toMatchObject({ shown: false, tab: 'plots' });
    expect(useTrace().filter).toBe('tcp.port == 80');
  });

  it('has no event of a part of the run that was lost', async () => {
    look();
    const said = lookSaid();
    await window({ ...LIVED, facts: 60 });
    lookAgain(said);
    expect([useSelection().fact, useWhy().asked]).toEqual([56, null]);
    await window({ ...LIVED, facts: 55, cursor: 40 });
    lookAgain(said);
    expect([useSelection().fact, useSelection().packet]).toEqual([null, null]);
  });

  it('has the terminal in front that was in front, where it is still open', async () => {
    for (const device of ['pc1', 'pc2', 'server1']) useTerminals().show(device);
    useTerminals().front = 1;
    const [said, open] = [lookSaid(), [...useTerminals().open]];
    await window();
    useTerminals().open = open;
    lookAgain(said);
    expect(useTerminals().current?.device).toBe('pc2');
    await window();
    lookAgain(said);
    expect(useTerminals().current).toBeNull();
  });

  it('can be told whatever is chosen on a large map', async () => {
    const ids = Array.from({ length: 1000 }, (_, k) => `device-with-a-long-name-${k}`);
    useSelection().chooseThings(ids);
    expect(lookSaid().length).toBeLessThan(16_384);
  });
});
