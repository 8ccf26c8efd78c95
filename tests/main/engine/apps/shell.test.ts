import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

function printed(line: string, duration = '5s') {
  const network = lab('pc1 -- pc2');
  const output = network.command('pc1', line);
  network.run(duration);
  return { output: output(), status: network.timeline.programs()[0]!.status };
}

const UNKNOWN = 'nothing: command not found (help lists those there are)';

describe('a program that is a command line', () => {
  it.each([
    ['echo one; echo two', ['one', 'two'], 0],
    ['echo one && echo two', ['one', 'two'], 0],
    ['nothing && echo two', [UNKNOWN], 127],
    ['nothing || echo two', [UNKNOWN, 'two'], 0],
    ['echo one || echo two; echo three', ['one', 'three'], 0],
    ['nothing && echo a || echo b', [UNKNOWN, 'b'], 0],
    ['echo a b | grep -v a; echo c | grep -i C', ['c'], 0],
    ['echo a | wc -l', ['1'], 0],
    ['sleep 1 && echo late', ['late'], 0],
    ['constructor', ['constructor: command not found (help lists those there are)'], 127],
    ['sleep', ['sleep: invalid time interval ‘’', 'usage: sleep seconds'], 2],
    ['echo "a', ['syntax error: the quotation mark " is not closed'], 2],
    ['echo a | sort', ['sort: cannot stand behind | (grep, head, tail and wc -l can)'], 2],
  ])('%s', (line, output, status) => expect(printed(line)).toEqual({ output, status }));

  it.each([
    ['ipconfig', 'here it is ifconfig'],
    ['TRACERT 10.0.0.2', 'here it is traceroute'],
    ['PING 10.0.0.2', 'did you mean ping?'],
    ['pign 10.0.0.2', 'did you mean ping?'],
    ['hel', 'did you mean help?'],
    ['netsat -an', 'did you mean netstat?'],
    ['trraceroute 10.0.0.2', 'did you mean traceroute?'],
    ['ssh 10.0.0.2', 'help lists those there are'],
    ['x', 'help lists those there are'],
  ])('%s is not known, and the person hears what is', (line, advice) => {
    const [name] = line.split(' ');
    expect(printed(line)).toEqual({ output: [`${name}: command not found (${advice})`], status: 127 });
  });

  it('gives what echo or cat prints to the command behind the bar to read', () => {
    const network = lab('pc1 -- pc2', { settings: { pc1: { files: [{ path: '/two', text: 'one\ntwo\n' }] } } });
    const heard = network.command('pc2', 'nc -k -l 7');
    network.run('1ms');
    const refused = network.command(
      'pc1',
      'echo hi | nc -N 10.0.0.2 7; cat /two | nc -N 10.0.0.2 7; cat /no | nc 10.0.0.2 7',
    );
    network.run('5s');
    expect(heard()).toEqual(['hi', 'one', 'two']);
    expect(refused()).toEqual(['nc: cannot stand behind | (grep, head, tail and wc -l can)']);
  });

  it('runs a ping to its end', () => {
    const { output, status } = printed('ping -c 2 -i 0.5 10.0.0.2 | grep icmp_seq');
    expect(output).toEqual([expect.stringContaining('icmp_seq=1'), expect.stringContaining('icmp_seq=2')]);
    expect(status).toBe(0);
  });

  it('gives a background command a process of its own and goes on', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc1', 'sleep 2 & echo now');
    network.run('5s');
    expect(network.facts('program.printed').map(({ detail }) => detail.line)).toEqual(['[2]', 'now']);
    expect(network.facts('program.ended').map(({ time }) => time)).toEqual([0, 2e9]);
  });

  it('closes what a command left open before the next begins, and everything when it is killed', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc1', 'ping 10.0.0.2');
    network.run('1500ms');
    expect(network.table('pc1', 'sockets')).toHaveLength(1);
    network.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['program1'] } });
    expect(network.table('pc1', 'sockets')).toEqual([]);
    expect(network.facts('program.ended')).toMatchObject([{ detail: { status: 137 } }]);
  });

  it('gives the same facts when it is lived again', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc1', 'ping -c 3 10.0.0.2 | tail -n 1 && sleep 1; echo done &');
    network.run('8s');
    const before = network.history();
    network.timeline.seek(0);
    network.timeline.seek(8e9);
    expect(network.history()).toBe(before);
  });
});
