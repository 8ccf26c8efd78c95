import { describe, expect, it } from 'vitest';
import { together } from '#renderer/canvas/signs/signs.ts';

describe('the badges of a group that is put away', () => {
  it('are those of all in it, added up, the most pressing first', () => {
    const sum = together(
      [{ sign: 'listening', count: 1 }],
      [
        { sign: 'timeWait', count: 2 },
        { sign: 'listening', count: 3 },
      ],
    );
    expect(sum).toEqual([
      { sign: 'timeWait', count: 2 },
      { sign: 'listening', count: 4 },
    ]);
  });

  it('tell of a storm once: what reaches one reaches the others too', () => {
    expect(together([{ sign: 'storm', count: 900 }], [{ sign: 'storm', count: 1000 }])).toEqual([
      { sign: 'storm', count: 1000 },
    ]);
  });
});
