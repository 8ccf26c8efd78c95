import { describe, expect, it } from 'vitest';
import { memoryPair } from '#contract/memory.ts';
import { connect, serve } from '#contract/rpc.ts';
import type { Served } from '#contract/rpc.ts';
import { suiteHandlers } from '#support/contract-handlers.ts';
import { contractSuite } from './suite.ts';

contractSuite('a pair in memory', async () => {
  const [near, far] = memoryPair();
  const served: Served = serve(
    far,
    suiteHandlers((name, payload) => served.announce(name, payload)),
  );
  const client = connect(near);
  return { client, post: near.post, close: () => client.close() };
});

describe('a pair in memory', () => {
  it('copies what is posted: later changes are not seen', async () => {
    const [near, far] = memoryPair();
    const bytes = new Uint8Array([1, 2]);
    const message = { list: [1], bytes };
    const heard = new Promise((resolve) => far.onMessage(resolve));
    near.post(message);
    message.list.push(2);
    bytes[0] = 9;
    expect(await heard).toEqual({ list: [1], bytes: new Uint8Array([1, 2]) });
  });

  it('throws for a function, which no port could carry', () => {
    const [near] = memoryPair();
    expect(() => near.post({ run: () => {} })).toThrow(TypeError);
  });

  it('tells both ends of the end, once', async () => {
    const [near, far] = memoryPair();
    const ended: string[] = [];
    near.onClose(() => ended.push('near'));
    far.onClose(() => ended.push('far'));
    near.close();
    far.close();
    await Promise.resolve().then(() => {});
    expect(ended).toEqual(['near', 'far']);
  });
});
