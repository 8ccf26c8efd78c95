import { expect, test } from 'vitest';
import { createSackMemory, noteArrival, sackBlocks } from '#engine/transport/tcp/sack-blocks.ts';

const island = (sequence: number, length: number) => ({ sequence, bytes: new Uint8Array(length) });

test('the block of the newest arrival comes first, then those before it (RFC 2018 §4)', () => {
  const memory = createSackMemory();
  for (const sequence of [3000, 1000, 5000]) noteArrival(memory, sequence);
  expect(sackBlocks(memory, [island(1000, 500), island(3000, 500), island(5000, 500)])).toEqual([
    [5000, 5500],
    [1000, 1500],
    [3000, 3500],
  ]);
});

test('arrivals in one stretch are one block', () => {
  const memory = createSackMemory();
  for (const sequence of [1000, 1500, 2000]) noteArrival(memory, sequence);
  const islands = [island(1000, 500), island(1500, 500), island(2000, 500)];
  expect(sackBlocks(memory, islands)).toEqual([[1000, 2500]]);
});

test('the example of RFC 2018 §7, case 2: the first of eight segments is lost', () => {
  const memory = createSackMemory();
  const islands = [];
  for (let sequence = 5500; sequence <= 8500; sequence += 500) {
    islands.push(island(sequence, 500));
    noteArrival(memory, sequence);
    expect(sackBlocks(memory, islands)).toEqual([[5500, sequence + 500]]);
  }
});

test('the example of RFC 2018 §7, case 3: the 2nd, 4th, 6th and 8th of eight segments are lost', () => {
  const memory = createSackMemory();
  const islands = [];
  for (const sequence of [6000, 7000, 8000]) {
    islands.push(island(sequence, 500));
    noteArrival(memory, sequence);
  }
  expect(sackBlocks(memory, islands)).toEqual([
    [8000, 8500],
    [7000, 7500],
    [6000, 6500],
  ]);
  // The 4th comes, then the 2nd.
  islands.splice(1, 0, island(6500, 500));
  noteArrival(memory, 6500);
  expect(sackBlocks(memory, islands)).toEqual([
    [6000, 7500],
    [8000, 8500],
  ]);
  expect(sackBlocks(memory, islands.slice(3))).toEqual([[8000, 8500]]);
});

test('the oldest blocks are left out when there is no room', () => {
  const memory = createSackMemory();
  const islands = [];
  for (let sequence = 1000; sequence < 7000; sequence += 1000) {
    islands.push(island(sequence, 10));
    noteArrival(memory, sequence);
  }
  expect(sackBlocks(memory, islands).map(([left]) => left)).toEqual([6000, 5000, 4000, 3000]);
  expect(sackBlocks(memory, islands, null, 3).map(([left]) => left)).toEqual([6000, 5000, 4000]);
});

test('a duplicate comes before everything, also below the acknowledgment (RFC 2883 §4)', () => {
  const memory = createSackMemory();
  noteArrival(memory, 5000);
  memory.duplicate = [3000, 3500];
  expect(sackBlocks(memory, [island(5000, 500)])).toEqual([
    [3000, 3500],
    [5000, 5500],
  ]);
  expect(sackBlocks(memory, [])).toEqual([[3000, 3500]]);
});

test('a FIN that came too early is one number more of its block, or a block of its own', () => {
  const memory = createSackMemory();
  noteArrival(memory, 5000);
  expect(sackBlocks(memory, [island(5000, 500)], 5500)).toEqual([[5000, 5501]]);
  noteArrival(memory, 6000);
  expect(sackBlocks(memory, [island(5000, 500)], 6000)).toEqual([
    [6000, 6001],
    [5000, 5500],
  ]);
  expect(sackBlocks(memory, [], 6000)).toEqual([[6000, 6001]]);
});

test('nothing held and nothing twice needs no option', () => {
  expect(sackBlocks(createSackMemory(), [])).toEqual([]);
});
