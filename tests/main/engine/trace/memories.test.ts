import { describe, expect, it } from 'vitest';
import { Memories } from '#engine/trace/memories.ts';

const [first, second, third] = [new ArrayBuffer(10), new ArrayBuffer(200), new ArrayBuffer(3000)];

describe('the memory of payloads', () => {
  it('has a number for each piece, the same whenever it is met', () => {
    const memories = new Memories();
    expect([first, second, first, second].map((memory) => memories.numberOf(memory, 0))).toEqual([0, 1, 0, 1]);
    expect([memories.at(0), memories.at(1), memories.bytes]).toEqual([first, second, 210]);
  });

  it('forgets what was first met after a cut, and gives its number to another', () => {
    const memories = new Memories();
    memories.numberOf(first, 4);
    memories.numberOf(second, 7);
    memories.cut(5);
    expect([memories.all, memories.bytes]).toEqual([[first], 10]);
    expect(memories.numberOf(third, 5)).toBe(1);
    expect(memories.numberOf(second, 6)).toBe(2);
  });

  it('goes on as two that know nothing of each other', () => {
    const memories = new Memories();
    memories.numberOf(first, 0);
    const fork = memories.fork();
    memories.numberOf(second, 1);
    fork.numberOf(third, 1);
    expect([memories.all, memories.bytes]).toEqual([[first, second], 210]);
    expect([fork.all, fork.bytes]).toEqual([[first, third], 3010]);
  });
});
