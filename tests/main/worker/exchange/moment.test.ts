import { describe, expect, it } from 'vitest';
import { momentOf } from '#worker/exchange/moment.ts';
import { pathOf } from '#worker/exchange/path.ts';
import { onlyTalk } from '#support/ladders.ts';
import { losing, transfer } from '#support/two-runs.ts';

/** Both ends of a transfer just after the first fact of a kind. */
function at(kind: Parameters<ReturnType<typeof transfer>['facts']>[0], bytes = 100_000) {
  const network = transfer(losing([12]), bytes);
  const [fact] = network.facts(kind!);
  network.timeline.seekStep(network.timeline.trace.step(fact!.seq));
  const talk = onlyTalk(network, network.timeline.cursor);
  return {
    talk,
    client: momentOf(network.timeline, talk.exchange, 0)!,
    server: momentOf(network.timeline, talk.exchange, 1)!,
  };
}

describe('an end at a moment', () => {
  it('tells what is in flight, what of it was reported, and what was sent again', () => {
    const { client } = at('tcp.retransmitted');
    expect(client.sacked.length).toBeGreaterThan(0);
    expect(client.sacked[0]!.from).toBeGreaterThan(client.sndUna);
    expect(client.sacked.at(-1)!.to).toBeLessThanOrEqual(client.sndNxt);
    expect(client.resent[0]!.from).toBe(client.sndUna);
    expect(client.resent[0]!.to).toBe(client.sacked[0]!.from);
    expect(client.phase).toBe('recovery');
  });

  it('tells what came early, with room for what is missing', () => {
    const { client, server } = at('tcp.retransmitted');
    expect(server.rcvNxt).toBe(client.sndUna);
    expect(server.early[0]!.from).toBeGreaterThan(server.rcvNxt!);
    expect(server.rcvWnd).toBeGreaterThan(0);
  });

  it('tells the timers that run, since when, and the fact that started each', () => {
    const { client, talk } = at('tcp.retransmitted');
    const timer = client.timers.find((each) => each.timer === 'retransmission')!;
    expect(timer.deadline - timer.started).toBe(client.rto);
    expect(talk.trace.kind(timer.fact)).toBe('tcp.timer.started');
  });

  it('is not there when its connection is over', () => {
    const network = transfer();
    network.run('300s');
    const talk = onlyTalk(network, network.timeline.cursor);
    expect(momentOf(network.timeline, talk.exchange, 0)).toBeNull();
    expect(momentOf(network.timeline, talk.exchange, 1)).toBeNull();
  });
});

describe('the path of an end', () => {
  it('names the call, the segment or the timer behind every step', () => {
    const network = transfer();
    network.run('300s');
    const { trace, conversation } = onlyTalk(network);
    const steps = (place: 0 | 1) =>
      pathOf(trace, conversation, place).map(
        ({ to, cause }) =>
          `${to} by ${cause!.kind} ${cause!.detail['call'] ?? cause!.detail['flags'] ?? cause!.detail['timer']}`,
      );
    expect(steps(0)).toEqual([
      'SYN-SENT by socket.called connect',
      'ESTABLISHED by tcp.received SYN, ACK',
      'FIN-WAIT-1 by socket.called shutdown',
      'FIN-WAIT-2 by tcp.received PSH, ACK',
      'TIME-WAIT by tcp.received FIN, ACK',
      'CLOSED by tcp.timer.expired time-wait',
    ]);
    expect(steps(1).slice(0, 3)).toEqual([
      'SYN-RECEIVED by tcp.received SYN',
      'ESTABLISHED by tcp.received ACK',
      'CLOSE-WAIT by tcp.received FIN, PSH, ACK',
    ]);
  });
});
