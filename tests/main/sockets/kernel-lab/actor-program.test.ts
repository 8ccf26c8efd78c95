import { describe, expect, it } from 'vitest';
import { ActorProgram } from '#sockets/kernel-lab/actor-program.ts';
import { forkChild } from '#sockets/kernel-lab/child.ts';

describe('a program of the kernel lab', () => {
  it('that could not be started counts as gone: no call waits for it, nor does its end', async () => {
    const { execPath } = process;
    process.execPath = '/nowhere/node';
    const program = new ActorProgram(forkChild(new URL(import.meta.url)), '127.0.0.1');
    process.execPath = execPath;
    expect(await program.do({ call: 'close', socket: 'listener' })).toMatchObject({ error: 'ESRCH' });
    expect(await program.do({ call: 'suspend' })).toMatchObject({ error: 'ESRCH' });
    await program.end();
  });
});
