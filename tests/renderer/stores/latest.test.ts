import { describe, expect, it } from 'vitest';
import { latest } from '#renderer/stores/latest.ts';
import { settle } from '#support/scripted-host.ts';

describe('latest', () => {
  it('asks one at a time, and once more for everything asked meanwhile', async () => {
    const waiting: (() => void)[] = [];
    let asked = 0;
    const ask = latest(() => {
      asked++;
      return new Promise((answered) => waiting.push(answered));
    });
    ask();
    ask();
    ask();
    expect(asked).toBe(1);
    waiting.shift()!();
    await settle();
    expect(asked).toBe(2);
    waiting.shift()!();
    await settle();
    expect(asked).toBe(2);
  });

  it('can be asked again when all is answered', async () => {
    let asked = 0;
    const ask = latest(async () => {
      asked++;
    });
    ask();
    await settle();
    ask();
    await settle();
    expect(asked).toBe(2);
  });
});
