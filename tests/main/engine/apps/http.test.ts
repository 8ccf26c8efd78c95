import { describe, expect, it } from 'vitest';
import { lab, type Lab } from '#support/lab.ts';

const SITE = [
  { path: '/index.html', text: '<h1>Hello</h1>\n' },
  { path: '/a/page.txt', text: '한글 줄\n' },
];

function web(options: { server?: string; files?: typeof SITE; cable?: object } = {}): Lab {
  const network = lab('pc1 -- switch1 -- server1, server2 -- switch1', {
    settings: {
      pc1: { resolver: ['10.0.0.3'], files: [{ path: '/etc/hosts', text: '10.0.0.2 www # the server\n' }] },
      server1: { files: options.files ?? SITE },
    },
    cable: options.cable ?? {},
  });
  network.command('server1', options.server ?? 'http-server');
  return network;
}

const opened = (network: Lab, device: string) =>
  network.facts('tcp.state').filter((fact) => fact.device === device && fact.detail.to === 'SYN-SENT').length;
const states = (network: Lab, device: string) => network.table(device, 'sockets').map((row) => row[3]);
/** Exit statuses of the programs that have ended, oldest first. */
const statuses = (network: Lab) => network.facts('program.ended').map(({ detail }) => detail.status);

describe('curl and http-server', () => {
  it('fetch a page, and -v shows both heads as the real one does', () => {
    const network = web();
    const output = network.command('pc1', 'curl -v http://www/');
    network.run('1s');
    expect(output()).toEqual([
      '*   Trying 10.0.0.2:80...',
      '* Connected to www (10.0.0.2) port 80',
      '> GET / HTTP/1.1',
      '> Host: www',
      '> User-Agent: curl (hopscope)',
      '> Accept: */*',
      '> ',
      '< HTTP/1.1 200 OK',
      '< Server: hopscope',
      '< Content-Type: text/html; charset=utf-8',
      '< Content-Length: 15',
      '< Connection: keep-alive',
      '< ',
      '<h1>Hello</h1>',
      '* Connection #0 to host www left intact',
    ]);
    expect(statuses(network)).toEqual([0]);
  });

  it('keep one connection for several requests with HTTP/1.1, and log each', () => {
    const network = web();
    const output = network.command(
      'pc1',
      'curl http://10.0.0.2/a/page.txt http://10.0.0.2/a/page.txt http://10.0.0.2/no',
    );
    network.run('1s');
    expect(output()).toEqual(['한글 줄', '한글 줄', '404 There is nothing here.']);
    expect(opened(network, 'pc1')).toBe(1);
    expect(network.output('server1', 'program1')).toEqual([
      'http-server: listening on port 80',
      '10.0.0.1 "GET /a/page.txt HTTP/1.1" 200 11',
      '10.0.0.1 "GET /a/page.txt HTTP/1.1" 200 11',
      '10.0.0.1 "GET /no HTTP/1.1" 404 27',
    ]);
  });

  it('close after each answer with HTTP/1.0, the server first', () => {
    const network = web();
    network.command('pc1', 'curl -0 -o /dev/null http://10.0.0.2/ -o /dev/null http://10.0.0.2/');
    network.run('1s');
    expect(opened(network, 'pc1')).toBe(2);
    expect(states(network, 'server1')).toEqual(['LISTEN', 'TIME-WAIT', 'TIME-WAIT']);
    expect(states(network, 'pc1')).toEqual([]);
  });

  it('carry a hundred thousand bytes with their length or in chunks, all of them', () => {
    for (const server of ['http-server', 'http-server -c']) {
      const network = web({ server });
      const output = network.command(
        'pc1',
        "curl -v -o /got -w '%{http_code} %{size_download} %{num_connects}\\n' http://10.0.0.2/bytes/100000",
      );
      network.run('5s');
      expect(output().at(-1)).toBe('200 100000 1');
      expect(output().includes('< Transfer-Encoding: chunked')).toBe(server.endsWith('-c'));
      const shown = network.command('pc1', 'cat /got');
      network.run('1s');
      expect(statuses(network)).toEqual([0, 0]);
      const last = 'abcdefghijklmnopqrstuvwxyz'.repeat(2).slice(0, 31);
      expect(shown().at(-1)).toBe(last);
    }
  });

  it('tell the head alone with -I, and post with -d', () => {
    const network = web();
    const head = network.command('pc1', 'curl -I http://10.0.0.2/bytes/500');
    const post = network.command('pc1', 'curl -d name=value -d more=1 http://10.0.0.2/echo');
    const refused = network.command('pc1', 'curl -i -d x http://10.0.0.2/');
    const unknown = network.command('pc1', 'curl -i -X BREW http://10.0.0.2/');
    network.run('1s');
    expect(head()).toEqual([
      'HTTP/1.1 200 OK',
      'Server: hopscope',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Length: 500',
      'Connection: keep-alive',
      '',
    ]);
    expect(post()).toEqual(['name=value&more=1']);
    expect(refused()).toContain('HTTP/1.1 405 Method Not Allowed');
    expect(refused()).toContain('Allow: GET, HEAD');
    expect(unknown()).toContain('HTTP/1.1 501 Not Implemented');
  });

  it('serve several slow requests at the same time', () => {
    const network = web({ server: 'http-server -d 1' });
    for (let client = 0; client < 5; client++) network.command('pc1', 'curl -s http://10.0.0.2/');
    network.run('1100ms');
    expect(statuses(network)).toEqual([0, 0, 0, 0, 0]);
  });

  it('part after as many requests as -k allows, and curl opens another connection', () => {
    const network = web({ server: 'http-server -k 2' });
    network.command('pc1', 'curl http://10.0.0.2/ http://10.0.0.2/ http://10.0.0.2/');
    network.run('1s');
    expect(opened(network, 'pc1')).toBe(2);
    expect(statuses(network)).toEqual([0]);
  });

  it('part when the connection was idle too long, the server first', () => {
    const network = web({ server: 'http-server -t 1' });
    network.steps('pc1', [
      { call: 'socket', as: 'it', type: 'stream' },
      { call: 'connect', socket: 'it', address: '10.0.0.2', port: 80 },
      { call: 'recv', socket: 'it', length: null },
      { call: 'close', socket: 'it' },
    ]);
    network.run('900ms');
    expect(states(network, 'server1')).toEqual(['LISTEN', 'ESTABLISHED']);
    network.run('200ms');
    expect(states(network, 'server1')).toEqual(['LISTEN', 'TIME-WAIT']);
  });

  it('answer nonsense with 400', () => {
    const network = web();
    network.steps('pc1', [
      { call: 'socket', as: 'it', type: 'stream' },
      { call: 'connect', socket: 'it', address: '10.0.0.2', port: 80 },
      { call: 'send', socket: 'it', length: 15, text: 'GET / HTTP/1.1\n' },
      { call: 'send', socket: 'it', length: 10, text: 'Host : x\r\n' },
      { call: 'recv', socket: 'it', length: null },
      { call: 'close', socket: 'it' },
    ]);
    network.run('5s');
    expect(network.output('server1', 'program1').at(-1)).toBe('10.0.0.1 "- (bad header line)" 400 32');
    expect(statuses(network)).toEqual([0]);
  });
});

describe('ten pages', () => {
  it('over one kept connection cost fewer segments and less time than over ten (concept F4)', () => {
    const cost = (version: string) => {
      const network = web({ cable: { delay: 10e6 } });
      const urls = Array(10).fill('-o /dev/null http://10.0.0.2/').join(' ');
      network.command('pc1', `curl ${version} ${urls}`);
      network.run('60s');
      expect(statuses(network)).toEqual([0]);
      return {
        connections: opened(network, 'pc1'),
        segments: network.facts('tcp.sent').length,
        time: network.facts('program.ended')[0]!.time,
      };
    };
    const [closing, keeping] = [cost('-0'), cost('--http1.1')];
    expect([closing.connections, keeping.connections]).toEqual([10, 1]);
    // A handshake and a farewell for each page: at least six segments and a round trip (4 cables) more.
    expect(closing.segments - keeping.segments).toBeGreaterThanOrEqual(9 * 5);
    expect(closing.time - keeping.time).toBeGreaterThanOrEqual(9 * 4 * 10e6);
  });
});

describe('curl ends as the real one does', () => {
  const failing = (line: string, network = web()) => {
    const output = network.command('pc1', line);
    network.run('20s');
    return [output().at(-1), statuses(network).at(-1)];
  };

  it('6: the name is not known', () => {
    const network = web();
    network.command('server2', 'dns-server a.example=10.0.0.2');
    expect(failing('curl http://b.example/', network)).toEqual(['curl: (6) Could not resolve host: b.example', 6]);
  });

  it('7: nobody listens on the port', () => {
    expect(failing('curl http://10.0.0.2:81/')).toEqual([
      "curl: (7) Failed to connect to 10.0.0.2 port 81 after 0 ms: Couldn't connect to server",
      7,
    ]);
  });

  it('7, and with -v says what it gave up', () => {
    const network = web();
    const output = network.command('pc1', 'curl -v http://10.0.0.2:81/');
    network.run('1s');
    expect(output()).toEqual([
      '*   Trying 10.0.0.2:81...',
      '* connect to 10.0.0.2 port 81 failed: Connection refused',
      "* Failed to connect to 10.0.0.2 port 81 after 0 ms: Couldn't connect to server",
      '* Closing connection 0',
      "curl: (7) Failed to connect to 10.0.0.2 port 81 after 0 ms: Couldn't connect to server",
    ]);
  });

  it('28: it took too long to connect, or to answer', () => {
    const mute = web();
    // Its answers have no way back.
    const server = mute.topology.devices.find(({ id }) => id === 'server1')!;
    const changed = { ...server, ports: [{ ...server.ports[0]!, prefix: 32 }] };
    mute.timeline.act({ kind: 'change', change: { devices: [changed], cables: [], programs: [], remove: [] } });
    expect(failing('curl --connect-timeout 2 http://10.0.0.2/', mute)).toEqual([
      'curl: (28) Connection timed out after 2000 milliseconds',
      28,
    ]);
    expect(failing('curl -m 3 http://10.0.0.2/', web({ server: 'http-server -d 10' }))).toEqual([
      'curl: (28) Operation timed out after 3000 milliseconds with 0 bytes received',
      28,
    ]);
  });

  /** A server that reads so many bytes, says a text and closes. */
  const closing = (read: number, text: string) => {
    const network = lab('pc1 -- server1');
    network.steps('server1', [
      { call: 'socket', as: 'listener', type: 'stream' },
      { call: 'bind', socket: 'listener', address: '0.0.0.0', port: 80 },
      { call: 'listen', socket: 'listener', backlog: 5 },
      { call: 'accept', socket: 'listener', as: 'it' },
      { call: 'recv', socket: 'it', length: read },
      ...(text === '' ? [] : [{ call: 'send', socket: 'it', length: text.length, text } as const]),
      { call: 'close', socket: 'it' },
    ]);
    return failing('curl http://10.0.0.2/', network);
  };
  const REQUEST = 'GET / HTTP/1.1\r\nHost: 10.0.0.2\r\nUser-Agent: curl (hopscope)\r\nAccept: */*\r\n\r\n'.length;

  it('52: the server closed without a word', () => {
    expect(closing(REQUEST, '')).toEqual(['curl: (52) Empty reply from server', 52]);
  });

  it('56: the server reset the connection, for it closed without having read everything', () => {
    expect(closing(20, '')).toEqual(['curl: (56) Recv failure: Connection reset by peer', 56]);
  });

  it('18: the server stopped in the middle of its answer', () => {
    expect(closing(REQUEST, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc')).toEqual([
      'curl: (18) end of response with 7 bytes remaining to read',
      18,
    ]);
  });

  it('3 and 1: what was given is no URL, or none it can use; 22: -f and an error status', () => {
    expect(failing('curl http://a..b/')).toEqual(['curl: (3) URL rejected: Malformed input to a URL function', 3]);
    expect(failing('curl https://www/')).toEqual([
      'curl: (1) Protocol "https" not supported or disabled in libcurl',
      1,
    ]);
    expect(failing('curl -f http://10.0.0.2/none')).toEqual(['curl: (22) The requested URL returned error: 404', 22]);
  });
});

describe('a name in a command', () => {
  it('produces the DNS query and its answer before the first SYN (concept A1)', () => {
    const network = web();
    network.command('server2', 'dns-server www.example=10.0.0.2');
    const output = network.command('pc1', 'curl http://www.example/');
    network.run('1s');
    expect(output()).toEqual(['<h1>Hello</h1>']);
    const sent = network.sent('pc1').filter((line) => / dns | tcp /.test(line));
    expect(sent[0]).toMatch(/^pc1: dns Query 0x[0-9a-f]{4} A www\.example$/);
    expect(sent[1]).toMatch(/^pc1: tcp .*\[SYN\]/);
    const answered = network.facts('udp.received').find(({ device }) => device === 'pc1')!;
    const syn = network.facts('tcp.sent').find(({ device }) => device === 'pc1')!;
    expect(answered.time).toBeLessThanOrEqual(syn.time);
    // The answer is what let the program go on: the SYN's chain of causes leads to it.
    const facts = new Map(network.facts().map((fact) => [fact.seq, fact]));
    let at = syn.seq;
    while (at !== 0 && at !== answered.seq) at = facts.get(at)!.cause;
    expect(at).toBe(answered.seq);
  });
});

describe('reverse-proxy', () => {
  /** pc1 — proxy (server1) — two application servers on a subnet of their own. */
  function proxied(proxy = 'reverse-proxy 10.0.2.3:8080 10.0.2.4:8080', apps = 'http-server -p 8080'): Lab {
    const network = lab('pc1 -- router1 -- server1, router1 -- switch2, server2 -- switch2, server3 -- switch2', {
      addresses: {
        pc1: '10.0.0.1/24 via 10.0.0.254',
        server1: '10.0.1.2/24 via 10.0.1.254',
        server2: '10.0.2.3/24 via 10.0.2.254',
        server3: '10.0.2.4/24 via 10.0.2.254',
        router1: ['10.0.0.254/24', '10.0.1.254/24', '10.0.2.254/24'],
      },
      settings: {
        server2: { files: [{ path: '/who', text: 'application 1\n' }] },
        server3: { files: [{ path: '/who', text: 'application 2\n' }] },
      },
    });
    network.command('server1', proxy);
    network.command('server2', apps);
    network.command('server3', apps);
    network.run('1ms');
    return network;
  }

  it('asks the servers behind it in turn over connections of its own: two TCP connections for a request (concept F5)', () => {
    const network = proxied();
    const output = network.command('pc1', 'curl http://10.0.1.2/who http://10.0.1.2/who http://10.0.1.2/who');
    network.run('1s');
    expect(output()).toEqual(['application 1', 'application 2', 'application 1']);
    const syns = network.facts('tcp.sent').filter(({ detail }) => detail.flags === 'SYN');
    const ends = syns.map(({ device, detail }) => [device, String(detail.connection).split('-')[1]]);
    expect(ends).toEqual([
      ['pc1', '10.0.1.2:80'],
      ['server1', '10.0.2.3:8080'],
      ['server1', '10.0.2.4:8080'],
    ]);
    // The application server sees the proxy, not the client.
    expect(network.output('server2', 'program2').at(-1)).toBe('10.0.1.2 "GET /who HTTP/1.1" 200 14');
  });

  it('passes fields on, its own among them, but not those of the connection', () => {
    const network = proxied();
    network.command('pc1', "curl -H 'X-One: 1' -H 'Connection: X-Two' -H 'X-Two: 2' -d abc http://10.0.1.2/echo");
    network.run('1s');
    const data = network.facts('frame.sent').filter(({ device }) => device === 'server1');
    const texts = data.map(({ frame }) =>
      Buffer.from(network.timeline.trace.frameOf(frame)!.bytes()).toString('latin1'),
    );
    const request = texts.find((text) => text.includes('POST /echo'))!;
    expect(request).toContain('Host: 10.0.1.2\r\n');
    expect(request).toContain('X-One: 1\r\n');
    expect(request).toContain('Forwarded: for=10.0.0.1\r\n');
    expect(request).toContain('Via: 1.1 server1\r\n');
    expect(request).toContain('Content-Length: 3\r\n');
    expect(request).not.toContain('X-Two');
    expect(request).toContain('Connection: keep-alive\r\n');
  });

  it('carries large answers through, with their length and in chunks', () => {
    for (const apps of ['http-server -p 8080', 'http-server -c -p 8080']) {
      const network = proxied('reverse-proxy 10.0.2.3:8080', apps);
      const output = network.command(
        'pc1',
        "curl -o /dev/null -w '%{http_code} %{size_download}' http://10.0.1.2/bytes/300000",
      );
      network.run('10s');
      expect(output()).toEqual(['200 300000']);
    }
  });

  it('answers 502 when the server refuses, and 504 when it takes too long', () => {
    const refusing = proxied('reverse-proxy 10.0.2.3:9');
    const refused = refusing.command('pc1', 'curl http://10.0.1.2/');
    refusing.run('1s');
    expect(refused()).toEqual(['502 Bad Gateway: Connection refused']);
    const slow = proxied('reverse-proxy -t 2 10.0.2.3:8080', 'http-server -p 8080 -d 5');
    const late = slow.command('pc1', 'curl http://10.0.1.2/');
    slow.run('10s');
    expect(late()).toEqual(['504 Gateway Timeout']);
  });

  it('notices that a kept connection has ended, and opens another', () => {
    const network = proxied('reverse-proxy 10.0.2.3:8080', 'http-server -p 8080 -t 1');
    const first = network.command('pc1', 'curl http://10.0.1.2/who');
    network.run('5s');
    const second = network.command('pc1', 'curl http://10.0.1.2/who');
    network.run('1s');
    expect([...first(), ...second()]).toEqual(['application 1', 'application 1']);
    expect(opened(network, 'server1')).toBe(2);
  });
});

describe('a server that is started again', () => {
  const again = (line: string) => {
    const network = web({ server: line });
    network.command('pc1', 'curl -s -0 http://10.0.0.2/');
    network.run('1s');
    expect(states(network, 'server1')).toEqual(['LISTEN', 'TIME-WAIT']);
    network.timeline.act({
      kind: 'change',
      change: { devices: [], cables: [], programs: [], remove: ['program1'] },
    });
    const second = network.command('server1', line);
    network.run('1s');
    return [second()[0], network];
  };

  it('cannot bind while a connection of its first run is in TIME-WAIT (concept E6)', () => {
    const [line, network] = again('http-server -R') as [string, Lab];
    expect(line).toBe('http-server: bind: Address already in use');
    network.run('241s');
    const later = network.command('server1', 'http-server -R');
    network.run('1s');
    expect(later()).toEqual(['http-server: listening on port 80']);
  });

  it('can with SO_REUSEADDR, as servers do', () => {
    expect(again('http-server')[0]).toBe('http-server: listening on port 80');
  });
});
