import { describe, expect, it } from 'vitest';
import type { EndMoment } from '#contract/conversation.ts';
import { stripsOf, type PartKind } from '#renderer/conversations/strips.ts';

const WRAP = 2 ** 32;
const end = (some: Partial<EndMoment>): EndMoment => ({
  ...{ device: 'pc1', state: 'ESTABLISHED', iss: 0, sndUna: 1000, sndNxt: 1000, sndWnd: 0, queued: 1000 },
  ...{ irs: 0, rcvNxt: 1000, rcvWnd: 500, unread: 0, sendBuffer: 65535, receiveBuffer: 65535 },
  ...{ sacked: [], resent: [], early: [], mss: 100, cwnd: 1000, ssthresh: null, congestionControl: 'reno' },
  ...{ phase: 'slow-start', srtt: null, rttvar: null, rto: 1e9, timers: [] },
  ...some,
});
const label = (name: string, number: number): string => `${name} ${number}`;
const kinds = (parts: readonly { kind: PartKind; bytes: number | null }[] | undefined) =>
  parts?.map(({ kind, bytes }) => (bytes === null ? kind : `${kind} ${bytes}`));

describe('a sender’s strip', () => {
  it('goes from what is acknowledged over what is in flight and may be sent to what lies beyond the window', () => {
    const sender = end({ sndNxt: 1300, sndWnd: 800, queued: 1500 });
    expect(kinds(stripsOf(sender, null, 800, label).sender?.parts)).toEqual([
      'acknowledged',
      'flight 300',
      'queued 200',
      'window 300',
      'beyond',
    ]);
  });

  it('tells of what is in flight which part was reported and which was sent again', () => {
    const sacked = [{ from: 1200, to: 1400 }];
    const sender = end({ sndNxt: 1500, sndWnd: 500, queued: 1500, sacked, resent: [{ from: 1000, to: 1100 }] });
    expect(kinds(stripsOf(sender, null, 800, label).sender?.parts)).toEqual([
      'acknowledged',
      'resent 100',
      'flight 100',
      'sacked 200',
      'flight 100',
      'beyond',
    ]);
  });

  it('tells what a closed window holds back', () => {
    const sender = end({ sndNxt: 1200, sndWnd: 200, queued: 1700 });
    expect(kinds(stripsOf(sender, null, 800, label).sender?.parts)).toEqual([
      'acknowledged',
      'flight 200',
      'blocked 500',
      'beyond',
    ]);
  });

  it('has its markers where its parts meet, with absolute numbers, in lines that do not overlap', () => {
    const { sender } = stripsOf(end({ sndNxt: 1001, sndWnd: 2, queued: 1001 }), null, 800, label);
    expect(sender!.markers.map(({ name, number }) => `${name} ${number}`)).toEqual([
      'SND.UNA 1000',
      'SND.NXT 1001',
      'SND.UNA+SND.WND 1002',
    ]);
    expect(new Set(sender!.markers.map(({ line }) => line)).size).toBe(sender!.lines);
    expect(sender!.markers[1]!.x).toBe(sender!.parts[2]!.x);
  });

  it('goes on where sequence numbers go round', () => {
    const sender = end({ sndUna: WRAP - 100, sndNxt: 200, sndWnd: 1000, queued: 200 });
    const { sender: strip } = stripsOf(sender, null, 800, label);
    expect(kinds(strip?.parts)).toEqual(['acknowledged', 'flight 300', 'window 700', 'beyond']);
    expect(strip!.markers.at(-1)!.number).toBe(900);
  });
});

describe('a receiver’s strip', () => {
  it('goes from what was read over what waits to the window, with what came early in it', () => {
    const receiver = end({ unread: 300, rcvWnd: 600, early: [{ from: 1200, to: 1300 }] });
    expect(kinds(stripsOf(null, receiver, 800, label).receiver?.parts)).toEqual([
      'read',
      'unread 300',
      'room 200',
      'early 100',
      'room 300',
      'outside',
    ]);
  });

  it('stands on the scale of the sender’s: one number, one place', () => {
    const { sender, receiver } = stripsOf(
      end({ sndNxt: 1400, sndWnd: 500, queued: 1400 }),
      end({ rcvNxt: 1400, rcvWnd: 300 }),
      800,
      label,
    );
    const next = (strip: typeof sender | typeof receiver, name: string) =>
      strip!.markers.find((each) => each.name === name)!.x;
    expect(next(receiver, 'RCV.NXT')).toBe(next(sender, 'SND.NXT'));
    const whole = (strip: typeof sender | typeof receiver) => strip!.parts.reduce((sum, { width }) => sum + width, 0);
    expect(whole(sender)).toBeCloseTo(800);
    expect(whole(receiver)).toBeCloseTo(800);
  });

  it('is not there before its end knows any number', () => {
    expect(stripsOf(null, end({ rcvNxt: null, rcvWnd: null, irs: null }), 800, label).receiver).toBeNull();
  });
});
