import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

function printed(net: ReturnType<typeof lab>, line: string): string[] {
  const { lines } = net.type('pc1', line).timeline.terminal('pc1', 'tty1')!;
  return lines.slice(lines.findLastIndex(({ prompt }) => prompt !== null) + 1).map(({ text }) => text);
}

describe('ps and kill', () => {
  it('tell the processes of a terminal, or all of the host with the call each waits in', () => {
    const net = lab('pc1 -- pc2').type('pc1', 'sleep 9 &');
    net.steps('pc1', [
      { call: 'socket', as: 's', type: 'stream' },
      { call: 'connect', socket: 's', address: '10.0.0.9', port: 80 },
    ]);
    expect(printed(net, 'ps')).toEqual([
      'PID PPID TTY  STAT START WCHAN COMMAND',
      '  2    1 tty1 S    0.000 -     sleep 9',
      '  4    0 tty1 R    0.000 -     ps',
    ]);
    expect(printed(net, 'ps aux')[2]).toBe('  3    0 ?    S    0.000 connect 3 program1');
  });

  it('end a process, whose sockets the kernel closes', () => {
    const net = lab('pc1 -- pc2').type('pc1', 'ping 10.0.0.2 &');
    net.run('1500ms');
    expect(net.table('pc1', 'sockets')).toHaveLength(1);
    expect(printed(net, 'kill -9 2')).toEqual([]);
    expect(net.table('pc1', 'sockets')).toEqual([]);
    expect(net.facts('program.ended').find(({ detail }) => detail.program === 'ping 10.0.0.2')).toMatchObject({
      detail: { status: 137 },
    });
    expect(printed(net, 'kill 2')).toEqual(['kill: (2) - No such process']);
  });

  it.each([
    ['kill -INT 2', 130],
    ['kill -s TERM 2', 143],
    ['kill 2', 143],
    ['kill -SIGKILL 2', 137],
  ])('%s ends it with status %i', (line, status) => {
    const net = lab('pc1 -- pc2').type('pc1', 'sleep 9 &').type('pc1', line);
    expect(net.facts('program.ended').find(({ detail }) => detail.program === 'sleep 9')).toMatchObject({
      detail: { status },
    });
  });

  it.each([
    ['kill', 'kill: a process number is missing (ps tells them)'],
    ['kill -FOO 2', 'kill: FOO: invalid signal specification'],
    ['kill two', 'kill: two: arguments must be process numbers'],
    ['ps -z', "ps: unsupported option '-z'"],
  ])('refuse %s', (line, text) => expect(printed(lab('pc1 -- pc2'), line)[0]).toBe(text));
});

describe('help', () => {
  it('tells how every command is called, and that of one', () => {
    const net = lab('pc1 -- pc2');
    expect(printed(net, 'help').length).toBeGreaterThan(20);
    expect(printed(net, 'man sleep')).toEqual(['sleep seconds']);
    expect(printed(net, 'help nothing')).toEqual(['help: no command nothing (help alone lists those there are)']);
  });
});

describe('files', () => {
  it('are those of the drawing, listed and printed', () => {
    const net = lab('pc1 -- pc2');
    const files = [{ path: '/www/a.txt', text: 'one\ntwo\n' }];
    const devices = [{ ...net.topology.devices[0]!, files }];
    net.timeline.act({ kind: 'change', change: { devices, cables: [], programs: [], remove: [] } });
    expect(printed(net, 'ls /www')).toEqual(['/www/a.txt']);
    expect(printed(net, 'cat /www/a.txt')).toEqual(['one', 'two']);
    expect(printed(net, 'cat /b')).toEqual(['cat: /b: No such file or directory']);
    expect(printed(net, 'ls /b')).toEqual(["ls: cannot access '/b': No such file or directory"]);
  });
});
