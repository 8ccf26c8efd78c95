import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

const running = (network: ReturnType<typeof lab>) => network.timeline.terminal('pc1', 'tty1')!.running?.command ?? null;

describe('a terminal of a host', () => {
  it('shows what was typed after its prompt, and what the command printed', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'echo hello');
    expect(network.screen('pc1')).toEqual(['pc1$ echo hello', 'hello']);
    expect(network.timeline.terminal('pc1', 'tty1')).toMatchObject({ prompt: 'pc1$ ', running: null, unfinished: '' });
  });

  it('that nobody used shows an empty screen, and there is none on a switch', () => {
    const network = lab('pc1 -- switch1');
    expect(network.screen('pc1')).toEqual([]);
    expect(network.timeline.terminal('switch1', 'tty1')).toBeNull();
    expect(() => network.type('switch1', 'echo')).toThrow('no-programs');
  });

  it('gives typed lines to the program that runs in it, until Ctrl+D', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'cat');
    expect(running(network)).toBe('cat');
    network.type('pc1', 'to be read').type('pc1', '^D');
    expect(running(network)).toBeNull();
    expect(network.screen('pc1')).toEqual(['pc1$ cat', 'to be read', 'to be read']);
  });

  it('keeps what is typed ahead for the program to read later', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'sleep 1; cat').type('pc1', 'early').run('2s');
    expect(network.screen('pc1')).toEqual(['pc1$ sleep 1; cat', 'early', 'early']);
  });

  it('gives the shell what was typed ahead and no program read, unless Ctrl+C threw it away', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'sleep 1').type('pc1', 'sleep 2').type('pc1', 'echo late').run('4s');
    expect(network.screen('pc1').slice(3)).toEqual(['pc1$ sleep 2', 'pc1$ echo late', 'late']);
    expect(network.facts('program.ended').map(({ time }) => time)).toEqual([1e9, 3e9, 3e9]);
    network.type('pc1', 'sleep 1').type('pc1', 'echo never').type('pc1', '^C').run('2s');
    expect(network.screen('pc1')).not.toContain('never');
  });

  it('ends the program at Ctrl+C, and its sockets with it', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'ping 10.0.0.2').run('1500ms');
    expect(network.table('pc1', 'sockets')).toHaveLength(1);
    network.type('pc1', '^C');
    expect(network.screen('pc1')).toContain('^C');
    expect(network.table('pc1', 'sockets')).toEqual([]);
    expect(network.facts('program.ended')).toMatchObject([{ detail: { status: 130 } }]);
    expect(running(network)).toBeNull();
  });

  it('starts nothing for an empty line, and does nothing at Ctrl+C or Ctrl+D while the shell waits', () => {
    const network = lab('pc1 -- pc2').type('pc1', ' ').type('pc1', '^C').type('pc1', '^D');
    expect(network.screen('pc1')).toEqual(['pc1$  ', 'pc1$ ^C']);
    expect(network.facts('program.started')).toEqual([]);
  });

  it('shows lines of background programs whenever they are printed', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'sleep 1 && echo done & echo now').run('2s');
    expect(network.facts('program.started').map(({ detail }) => detail.program)).toContain('sleep 1 && echo done');
    expect(network.screen('pc1')).toEqual(['pc1$ sleep 1 && echo done & echo now', '[2]', 'now', 'done']);
  });

  it('clears its screen and knows what was typed', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'echo one').type('pc1', 'clear').type('pc1', 'history');
    expect(network.screen('pc1')).toEqual(['pc1$ history', '    1  echo one', '    2  clear', '    3  history']);
    expect(network.timeline.terminal('pc1', 'tty1')).toMatchObject({ forgotten: 3 });
  });

  it('keeps the newest two thousand lines', () => {
    const network = lab('pc1 -- pc2');
    for (let line = 1; line <= 1300; line++) network.type('pc1', `echo ${line}`);
    const { lines, forgotten } = network.timeline.terminal('pc1', 'tty1')!;
    expect(lines.length + forgotten).toBe(2600);
    expect(lines).toHaveLength(2000);
    expect(lines.at(-1)!.text).toBe('1300');
  });

  it('limits the descriptors of what is started later, not of what other terminals start', () => {
    const network = lab('pc1 -- pc2')
      .type('pc1', 'ulimit -n 3')
      .type('pc1', 'ulimit -n')
      .type('pc1', 'ping -c 1 10.0.0.2');
    expect(network.screen('pc1').filter((line) => !line.startsWith('pc1$'))).toEqual([
      '3',
      'ping: socket: Too many open files',
    ]);
    network.type('pc1', 'ulimit -n', 'tty2');
    expect(network.screen('pc1', 'tty2').at(-1)).toBe('1024');
  });

  it('is at any moment what it was then, and goes on from there', () => {
    const network = lab('pc1 -- pc2').type('pc1', 'ping -c 3 10.0.0.2').run('1500ms');
    const then = network.screen('pc1');
    network.run('5s').type('pc1', 'echo after').run('1s');
    const last = network.screen('pc1');
    const history = network.history();
    network.timeline.seek(1.5e9);
    expect(network.screen('pc1')).toEqual(then);
    network.timeline.seek(7.5e9);
    expect(network.screen('pc1')).toEqual(last);
    expect(network.history()).toBe(history);
    network.timeline.seek(1.5e9);
    network.type('pc1', '^C');
    expect(network.screen('pc1').slice(0, then.length + 1)).toEqual([...then, '^C']);
  });
});
