import { expect, test } from 'vitest';
import { story } from '#support/story.ts';

test('a story that comes true says nothing', () => story()`
  given ESTABLISHED
         send(3, "hello") = 5      // at once
       > P. 1001:1006(5) ack 2001 "hello"
  +10ms < . 2001(0) ack 1006
  +0     state(3) = ESTABLISHED
`);

test('a segment that is not as written is told with its line and what it was', () => {
  expect(
    () => story()`
    given ESTABLISHED
    send(3, "hello")
    > P. 1001(5) ack 2001 "world"
  `,
  ).toThrow(/line 4: > P\. 1001\(5\) ack 2001 "world"\n.*text "hello": P\. 1001:1006\(5\) ack 2001 win 65535 "hello"/);
});

test('a segment nobody wrote is told with the line before which it left, and its time', () => {
  expect(
    () => story()`
    given ESTABLISHED
    send(3, "hello")
    > P. 1001(5)
    +5 state(3) = ESTABLISHED
  `,
  ).toThrow(/line 5: .*\n.*at 1 s: P\. 1001:1006\(5\)/);
  expect(
    () => story()`
    given ESTABLISHED
    send(3, "hello")
  `,
  ).toThrow(/after the last line/);
});

test('a segment that never comes is told', () => {
  expect(
    () => story()`
    given ESTABLISHED
    +1 > . 1001(0)
  `,
  ).toThrow(/line 3: .*\n.*nothing leaves at 1 s/);
  expect(
    () => story()`
    given ESTABLISHED
    +* > . 1001(0)
  `,
  ).toThrow(/nothing ever leaves/);
});

test('a call with another result is told', () => {
  expect(() => story()`bind(3, 80) = 0`).toThrow(/line 1: .*\n.*it is EBADF/);
});

test('options are compared one by one, in any order', () => {
  const offers = (options: string) => () => story()`
    socket() = 3
    connect(3, peer:4000)
    > S 1000(0) <${options}>
  `;
  expect(offers('TS 0 0, mss 1460, wscale *, sackOK')).not.toThrow();
  expect(offers('mss *, *')).not.toThrow();
  expect(offers('mss 1400, *')).toThrow(/option mss 1460/);
  expect(offers('mss 1460')).toThrow(/options <mss,sackOK,TS,wscale>/);
});
