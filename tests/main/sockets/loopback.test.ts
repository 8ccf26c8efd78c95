import { describe, expect, it } from 'vitest';
import { loopback } from '#sockets/loopback.ts';

describe('the address of a real socket', () => {
  it('may be one of the two loopback addresses', () => {
    expect([loopback('127.0.0.1'), loopback('::1')]).toEqual(['127.0.0.1', '::1']);
  });

  for (const address of ['0.0.0.0', '::', '127.0.0.2', 'localhost', '192.168.0.1', '', '::ffff:127.0.0.1', '127.1']) {
    it(`is never ${address || 'empty'}`, () => {
      let refused: unknown;
      try {
        loopback(address);
      } catch (error) {
        refused = error;
      }
      expect(refused).toMatchObject({ name: 'sockets.not-loopback', parameters: { address } });
    });
  }
});
