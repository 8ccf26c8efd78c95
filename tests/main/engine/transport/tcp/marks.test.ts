import { expect, test } from 'vitest';
import { Frame } from '#engine/wire/frame.ts';
import { isFault } from '#engine/wire/fault.ts';
import { parseIpv4 } from '#engine/wire/ipv4.ts';
import { ACK, emitTcp } from '#engine/wire/tcp.ts';
import { CWR, ECE, LossStory, OURS, ours, S, SIZE, theirs } from '#support/loss-story.ts';
import { HERE, PEER, PEER_PORT, PORT } from '#support/transport-peer.ts';

/** The ECN field of everything that left: 0 Not-ECT, 2 ECT(0), 3 CE. */
function fields(story: LossStory): number[] {
  return story.story.stack.data.outbox.splice(0).map((frame) => {
    const ip = parseIpv4(frame);
    if (isFault(ip)) throw new Error(ip.fault);
    return ip.ecn;
  });
}

/** The peer's segment arrives with a mark that a router has made. */
function receiveMarked(story: LossStory, segment: number, flags = 0, ecn = 3): void {
  const { head, body } = emitTcp(
    {
      sourcePort: PEER_PORT,
      destinationPort: PORT,
      sequence: theirs(segment),
      acknowledgment: OURS + 1,
      flags: ACK | flags,
      window: 65_535,
      payload: new Uint8Array(SIZE),
    },
    { source: PEER, destination: HERE, ttl: 64, identification: 0, ecn },
  );
  story.story.stack.receive(new Frame(9_000_000 + segment, 1, head, body));
}

const flags = (story: LossStory): number[] => story.story.sent().map((sent) => sent.flags & (ECE | CWR));

test('new data may be marked; acknowledgments and what is sent again may not (RFC 3168 §6.1.4, §6.1.5)', () => {
  const story = new LossStory({ ecn: true, settings: { acknowledgmentDelay: 0 } }).write(2);
  expect(fields(story)).toEqual([2, 2]);
  story.receives(1);
  expect(fields(story)).toEqual([0]);
  story.after(S);
  expect(fields(story)).toEqual([0]);
});

test('nothing may be marked when one end does not want it', () => {
  const story = new LossStory({ ecn: true, settings: { ecn: false } }).write(2);
  expect(fields(story)).toEqual([0, 0]);
});

test('a mark is echoed in every acknowledgment until the sender says CWR', () => {
  const story = new LossStory({ ecn: true, settings: { acknowledgmentDelay: 0 } });
  receiveMarked(story, 1);
  receiveMarked(story, 2, 0, 2);
  receiveMarked(story, 3, 0, 2);
  expect(flags(story)).toEqual([ECE, ECE, ECE]);
  receiveMarked(story, 4, CWR, 2);
  expect(flags(story)).toEqual([0]);
  // A segment that says CWR and is marked itself is a new mark.
  receiveMarked(story, 5, CWR, 3);
  expect(flags(story)).toEqual([ECE]);
});

test('the sender halves its window once a window, says so in new data, and sends nothing again', () => {
  const story = new LossStory({ ecn: true }).write(20);
  story.left();
  story.hears(ours(2), { flags: ECE }).hears(ours(3), { flags: ECE }).hears(ours(4), { flags: ECE });
  expect(story.windows).toEqual([5, 5]);
  for (let next = 5; next <= 7; next++) story.hears(ours(next), { flags: ECE });
  const sent = story.segments();
  expect(sent.map((segment) => segment.flags & CWR)).toEqual([CWR]);
  expect(story.phases).toEqual(['slow-start opened', 'avoidance mark']);
  expect(story.reasons).toEqual([]);
  // The receiver cannot have seen the CWR of segment 11 yet, and goes on saying so.
  story.hears(ours(11), { flags: ECE });
  expect(story.phases).toHaveLength(2);
  // What was sent since may be marked anew.
  story.hears(ours(12), { flags: ECE });
  expect(story.phases.filter((phase) => phase === 'avoidance mark')).toHaveLength(2);
});

test('an echo makes nothing grow', () => {
  const story = new LossStory({ ecn: true }).write(10);
  story.hears(ours(2), { flags: ECE });
  const { cwnd } = story.view;
  for (let next = 3; next <= 11; next++) story.hears(ours(next), { flags: ECE });
  expect(story.view.cwnd).toBe(cwnd);
});

test('after a timeout the first new data says CWR too', () => {
  const story = new LossStory({ ecn: true }).write(2).after(S);
  story.story.sent();
  story.ack(3).write(2);
  expect(story.segments().map((segment) => segment.flags & CWR)).toEqual([CWR, 0]);
});

test('an echo means nothing on a connection without ECN', () => {
  const story = new LossStory().write(10);
  story.hears(ours(2), { flags: ECE });
  expect(story.windows).toEqual([11, null]);
});
