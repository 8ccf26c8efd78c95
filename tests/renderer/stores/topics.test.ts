import { describe, expect, it } from 'vitest';
import { KINDS } from '#contract/trace.ts';
import { starterDocument } from '#document/starter.ts';
import { TOPICS } from '#renderer/stores/help.ts';
import { topicOfEvent, topicOfKind, topicOfThing } from '#renderer/stores/topics.ts';

const thing = (id: string) => [...starterDocument().records].find((one) => one.id === id);

describe('the concept that F1 explains', () => {
  it('is that of the device or cable chosen', () => {
    expect(['pc1', 'switch1', 'hub1', 'router1', 'cable1'].map((id) => topicOfThing(thing(id)))).toEqual([
      'ip-address',
      'mac-table',
      'hub',
      'routing',
      'delay',
    ]);
    expect(topicOfThing(undefined)).toBeUndefined();
  });

  it('is the same for a kind of device as for one of it, and none of what explains itself', () => {
    expect(['hub', 'cable', 'note', 'toString'].map(topicOfKind)).toEqual(['hub', 'delay', undefined, undefined]);
  });

  it.each(Object.keys(KINDS))('is known of an event %s', (kind) => {
    expect(TOPICS).toContain(topicOfEvent(kind));
  });

  it('of an event is its own where its family has several', () => {
    expect(
      ['tcp.state', 'tcp.congestion', 'tcp.retransmitted', 'tcp.failed', 'ip.fragmented'].map(topicOfEvent),
    ).toEqual(['states', 'congestion', 'retransmission', 'drops', 'mtu']);
  });
});
