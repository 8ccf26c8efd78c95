import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

describe('a process killed from outside', () => {
  it('ends as by kill -9, and the kernel closes what it had open', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc2', 'nc -l 80');
    network.type('pc1', 'nc 10.0.0.2 80');
    network.run('100ms');
    const { refused } = network.timeline.act({ kind: 'kill', target: { program: 'program1' } });
    expect(refused).toBeNull();
    network.run('1s');
    const [killed] = network.facts('input.killed');
    expect(network.facts('program.ended').find(({ device }) => device === 'pc2')).toMatchObject({
      cause: killed!.seq,
      detail: { status: 137 },
    });
    // Its kernel says FIN to the other end.
    expect(network.sent('pc2').some((line) => line.includes('FIN'))).toBe(true);
    expect(network.timeline.programs()[0]).toMatchObject({ state: 'ended', status: 137 });
  });

  it('is one of a device by its number, whoever started it', () => {
    const network = lab('pc1 -- pc2');
    network.type('pc1', 'ping 10.0.0.2');
    network.run('1s');
    const number = network.timeline.terminal('pc1', 'tty1')!.running!.number;
    network.timeline.act({ kind: 'kill', target: { device: 'pc1', process: number } });
    expect(network.timeline.terminal('pc1', 'tty1')!.running).toBeNull();
  });

  it.each([
    [{ program: 'nobody' }, 'unknown-program'],
    [{ device: 'nowhere', process: 1 }, 'unknown-device'],
    [{ device: 'switch1', process: 1 }, 'no-programs'],
    [{ device: 'pc1', process: 7 }, 'not-running'],
  ])('is refused by name where there is none: %o', (target, refused) => {
    const network = lab('pc1 -- switch1 -- pc2');
    expect(network.timeline.act({ kind: 'kill', target }).refused).toBe(refused);
    expect(network.facts('input.killed')).toEqual([]);
  });
});
