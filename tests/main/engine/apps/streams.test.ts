import { describe, expect, it } from 'vitest';
import { lab, type Lab } from '#support/lab.ts';

const pair = (options: Parameters<typeof lab>[1] = {}) => lab('pc1 -- server1', options);
const states = (network: Lab, device: string) => network.table(device, 'sockets').map((row) => row[3]);
const statuses = (network: Lab) => network.facts('program.ended').map(({ detail }) => detail.status);
/** Segments both ends put on cables. */
const segments = (network: Lab) => network.facts('tcp.sent').length;

describe('nc', () => {
  it('carries a line to a listener and what it answers back', () => {
    const network = pair();
    const server = network.command('server1', "nc -v -l 4000 <<< 'hello yourself'");
    network.run('1ms');
    const client = network.command('pc1', "nc -v -N 10.0.0.2 4000 <<< 'hello, 세계'");
    network.run('1s');
    expect(server()).toEqual([
      'Listening on 0.0.0.0 4000',
      expect.stringMatching(/^Connection received on 10\.0\.0\.1:\d+$/),
      'hello, 세계',
    ]);
    expect(client()[0]).toBe('Connection to 10.0.0.2 4000 port [tcp/*] succeeded!');
    expect(client()[1]).toBe('hello yourself');
  });

  it('half-closes at the end of its input with -N: the other direction goes on (concept E2)', () => {
    const network = pair();
    network.command('server1', 'echo-server');
    network.run('1ms');
    const client = network.command('pc1', "nc -N 10.0.0.2 7 <<< 'still coming'");
    network.run('1s');
    expect(client()).toEqual(['still coming']);
    const fin = network.facts('tcp.sent').find(({ detail }) => String(detail.flags).includes('FIN'))!;
    expect(fin.device).toBe('pc1');
    expect(statuses(network)).toEqual([0]);
  });

  it('sends each line as a datagram with -u, and the listener answers the first that spoke', () => {
    const network = pair();
    const server = network.command('server1', 'nc -u -l 4000');
    network.run('1ms');
    network.command('pc1', "nc -u -w 1 10.0.0.2 4000 <<< 'one\ntwo'");
    network.run('3s');
    expect(server()).toEqual(['one', 'two']);
    expect(network.facts('udp.sent').map(({ detail }) => detail.length)).toEqual([4, 4]);
  });

  it('tells which ports are open with -z', () => {
    const network = pair();
    network.command('server1', 'http-server');
    network.command('server1', 'echo-server -p 82');
    network.run('1ms');
    const output = network.command('pc1', 'nc -zv 10.0.0.2 80-81 82');
    network.run('1s');
    expect(output()).toEqual([
      'Connection to 10.0.0.2 80 port [tcp/*] succeeded!',
      'nc: connect to 10.0.0.2 port 81 (tcp) failed: Connection refused',
      'Connection to 10.0.0.2 82 port [tcp/*] succeeded!',
    ]);
  });

  it('listens on for the next one with -k, and for one only without', () => {
    for (const [line, more] of [
      ['nc -l 4000', ['first']],
      ['nc -k -l 4000', ['first', 'second']],
    ] as const) {
      const network = pair();
      const server = network.command('server1', line);
      network.run('1ms');
      network.command('pc1', "nc -q 0 10.0.0.2 4000 <<< 'first'; nc -q 0 10.0.0.2 4000 <<< 'second'");
      network.run('1s');
      expect(server()).toEqual(more);
    }
  });

  it('gives up waiting after -w seconds', () => {
    const network = pair();
    network.command('server1', 'nc -w 3 -l 4000');
    network.run('5s');
    expect(network.facts('program.ended')).toMatchObject([{ time: 3e9, detail: { status: 1 } }]);
  });

  it('misused says how it is used', () => {
    const network = pair();
    const output = network.command('pc1', 'nc 10.0.0.2');
    network.run('1ms');
    expect(output()[0]).toBe('nc: bad port');
    expect(output()[1]).toMatch(/^usage: nc /);
    expect(statuses(network)).toEqual([2]);
  });
});

describe('what is written and what is read (concept D3)', () => {
  it('three writes are read as one: a stream has no message boundaries', () => {
    const network = pair();
    const sink = network.command('server1', 'sink -d 2');
    network.run('1ms');
    network.command('pc1', 'source -n 3 -s 100 10.0.0.2');
    network.run('5s');
    expect(sink()).toEqual([
      expect.stringMatching(/^10\.0\.0\.1:\d+: read 300 bytes$/),
      expect.stringMatching(/: end of stream after 300 bytes in 1 reads$/),
    ]);
    const writes = network
      .facts('socket.called')
      .filter(({ device, detail }) => device === 'pc1' && detail.call === 'send');
    expect(writes).toHaveLength(3);
  });

  it('one write is read as three', () => {
    const network = pair();
    const sink = network.command('server1', 'sink -s 100');
    network.run('1ms');
    network.command('pc1', 'source -n 1 -s 300 10.0.0.2');
    network.run('5s');
    expect(sink().map((line) => line.replace(/^\S+ /, ''))).toEqual([
      'read 100 bytes',
      'read 100 bytes',
      'read 100 bytes',
      'end of stream after 300 bytes in 3 reads',
    ]);
    const writes = network
      .facts('socket.called')
      .filter(({ device, detail }) => device === 'pc1' && detail.call === 'send');
    expect(writes).toHaveLength(1);
  });

  it('a write larger than the MSS leaves in several segments and arrives in order', () => {
    const network = pair();
    const sink = network.command('server1', 'sink -q');
    network.run('1ms');
    network.command('pc1', 'source -n 1 -s 10000 10.0.0.2');
    network.run('5s');
    expect(sink()[0]).toMatch(/end of stream after 10000 bytes/);
    const data = network.facts('tcp.sent').filter(({ detail }) => Number(detail.length) > 0);
    expect(data.length).toBeGreaterThanOrEqual(7);
    expect(Math.max(...data.map(({ detail }) => Number(detail.length)))).toBeLessThanOrEqual(1460);
  });
});

describe('echo-server', () => {
  it('sends back megabytes to somebody who half-closes, all of them', () => {
    const network = pair();
    network.command('server1', 'echo-server');
    network.run('1ms');
    network.steps('pc1', [
      { call: 'socket', as: 'it', type: 'stream' },
      { call: 'connect', socket: 'it', address: '10.0.0.2', port: 7 },
      { call: 'send', socket: 'it', length: 60_000 },
      { call: 'shutdown', socket: 'it', how: 'write' },
      { call: 'recv', socket: 'it', length: null },
      { call: 'close', socket: 'it' },
    ]);
    network.run('5s');
    const returned = network.facts('tcp.received').filter(({ device }) => device === 'pc1');
    expect(returned.reduce((sum, { detail }) => sum + Number(detail.length), 0)).toBe(60_000);
    expect(statuses(network)).toEqual([0]);
  });

  it('answers datagrams too', () => {
    const network = pair();
    network.command('server1', 'echo-server');
    const client = network.command('pc1', "nc -u -q 1 10.0.0.2 7 <<< 'ping?'");
    network.run('3s');
    expect(client()).toEqual(['ping?']);
  });
});

describe('chat', () => {
  it('carries what one says to all the others over connections that stay open', () => {
    const network = lab('pc1 -- switch1 -- server1, pc2 -- switch1, pc3 -- switch1');
    network.command('server1', 'chat-server');
    network.run('1ms');
    const [one, two, three] = ['ann', 'ben', 'cho'].map((name, at) =>
      network.command(`pc${at + 1}`, `chat -n ${name} -c 2 10.0.0.2`),
    );
    network.run('10s');
    expect(one!().toSorted()).toEqual(['ben: line 1', 'ben: line 2', 'cho: line 1', 'cho: line 2']);
    expect(two!()).toHaveLength(4);
    // Whoever comes last has missed what was said before.
    expect(three!()).toEqual(expect.arrayContaining(['ben: line 1', 'ann: line 2', 'ben: line 2']));
    expect(network.facts('tcp.state').filter(({ detail }) => detail.to === 'SYN-SENT')).toHaveLength(3);
  });

  it('over one long connection needs fewer segments and less time than a connection for each line (concept F4)', () => {
    const cable = { delay: 10e6 };
    const session = pair({ cable });
    session.command('server1', 'nc -k -l 4000');
    session.run('1ms');
    const lines = Array.from({ length: 10 }, (_, at) => `line ${at}`);
    session.command('pc1', `nc -q 0 10.0.0.2 4000 <<< '${lines.join('\n')}'`);
    session.run('10s');
    const apart = pair({ cable });
    apart.command('server1', 'nc -k -l 4000');
    apart.run('1ms');
    apart.command('pc1', lines.map((line) => `nc -q 0 10.0.0.2 4000 <<< '${line}'`).join('; '));
    apart.run('10s');
    expect(apart.output('server1', 'program1')).toEqual(lines);
    expect(session.output('server1', 'program1')).toEqual(lines);
    const ended = (network: Lab) => network.facts('program.ended')[0]!.time;
    expect(segments(apart)).toBeGreaterThan(4 * segments(session));
    expect(ended(apart)).toBeGreaterThan(4 * ended(session));
  });
});

describe('leaky-server (concept E8)', () => {
  it('lets sockets in CLOSE-WAIT pile up until no descriptor is left, and new clients get no answer', () => {
    const network = pair({ settings: { server1: { transport: { descriptorLimit: 8 } } } });
    const server = network.command('server1', 'leaky-server');
    network.run('1ms');
    const client = network.command('pc1', Array(8).fill('curl -s -m 2 http://10.0.0.2/').join('; '));
    network.run('30s');
    // Descriptors 3 … 7: one listens, four were leaked.
    expect(client()).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(server()).toContain('leaky-server: accept: Too many open files (EMFILE)');
    expect(
      server()
        .filter((line) => line.includes('never closed'))
        .at(-1),
    ).toMatch(/sockets never closed: 4$/);
    expect(states(network, 'server1').filter((state) => state === 'CLOSE-WAIT').length).toBeGreaterThanOrEqual(4);
    expect(statuses(network)).toEqual([28]);
    network.run('3600s');
    expect(states(network, 'server1').filter((state) => state === 'CLOSE-WAIT').length).toBeGreaterThanOrEqual(4);
  });

  it('killed has its sockets closed by the operating system: they leave CLOSE-WAIT (concept E7)', () => {
    const network = pair();
    network.command('server1', 'leaky-server');
    network.run('1ms');
    network.command('pc1', 'curl -s http://10.0.0.2/; curl -s http://10.0.0.2/');
    network.run('1s');
    expect(states(network, 'server1')).toEqual(['LISTEN', 'CLOSE-WAIT', 'CLOSE-WAIT']);
    network.timeline.act({
      kind: 'change',
      change: { devices: [], cables: [], programs: [], remove: ['program1'] },
    });
    network.run('1s');
    expect(states(network, 'server1')).toEqual([]);
    const fins = network
      .facts('tcp.sent')
      .filter((fact) => fact.device === 'server1' && /FIN/.test(`${fact.detail.flags}`));
    expect(fins).toHaveLength(2);
    expect(
      network.facts('tcp.state').filter(({ device, detail }) => device === 'pc1' && detail.to === 'TIME-WAIT'),
    ).toHaveLength(2);
  });
});

describe('at terminals', () => {
  it('two people talk over nc, line by line, until one presses Ctrl+D', () => {
    const network = pair().type('server1', 'nc -l 4000').run('1ms').type('pc1', 'nc -N 10.0.0.2 4000').run('100ms');
    network.type('pc1', '안녕').run('100ms').type('server1', 'hello').run('100ms').type('pc1', 'bye').run('100ms');
    expect(network.screen('server1')).toEqual(['server1$ nc -l 4000', '안녕', 'hello', 'bye']);
    expect(network.screen('pc1')).toEqual(['pc1$ nc -N 10.0.0.2 4000', '안녕', 'hello', 'bye']);
    network.type('pc1', '^D').run('1s');
    // The other side sees the end of the stream and ends too; the first one then has nothing left to wait for.
    expect(network.timeline.terminal('server1', 'tty1')!.running).toBeNull();
    expect(network.timeline.terminal('pc1', 'tty1')!.running).toBeNull();
  });

  it('everybody in a chat sees what one types, and Ctrl+C on the server ends it for all', () => {
    const network = lab('pc1 -- switch1 -- server1, pc2 -- switch1').type('server1', 'chat-server').run('1ms');
    network.type('pc1', 'chat 10.0.0.2').type('pc2', 'chat -n ben 10.0.0.2').run('10ms');
    network.type('pc1', 'hi').run('10ms').type('pc2', 'hi you').run('10ms');
    expect(network.screen('pc1').slice(-2)).toEqual(['hi', 'ben: hi you']);
    expect(network.screen('pc2').slice(-2)).toEqual(['pc1: hi', 'hi you']);
    network.type('server1', '^C').run('1s');
    expect(network.screen('pc1').at(-1)).toBe('chat: the server has closed the connection');
    expect(network.timeline.terminal('pc2', 'tty1')!.running).toBeNull();
  });

  it('Ctrl+C on a server gives its port back at once, and the next one binds', () => {
    const network = pair().type('server1', 'http-server').run('1ms');
    expect(network.timeline.terminal('server1', 'tty1')!.running).not.toBeNull();
    network.type('server1', '^C').type('server1', 'http-server -R').run('1ms');
    expect(network.screen('server1').at(-1)).toBe('http-server: listening on port 80');
  });
});
