import { describe, expect, it } from 'vitest';
import { emitDns, parseDns } from '#engine/wire/dns.ts';
import type { DnsMessage } from '#engine/wire/dns.ts';
import { lab, type Lab } from '#support/lab.ts';

/** pc1, two name servers (10.0.0.2, 10.0.0.3) and a web server that is looked for (10.0.0.4). */
function network(drop: number[] = [], resolver = ['10.0.0.2', '10.0.0.3']): Lab {
  const made = lab('pc1 -- switch1 -- server1, server2 -- switch1, server3 -- switch1', {
    settings: { pc1: { resolver } },
    cables: { 'pc1-switch1': { directions: [{ drop }, {}] } },
  });
  made.command('server3', 'http-server');
  made.run('1ms');
  return made;
}

/** When and to whom pc1 sent queries: seconds, address. */
const queries = (made: Lab) =>
  made
    .facts('udp.sent')
    .filter(({ device, detail }) => device === 'pc1' && `${detail.remote}`.endsWith(':53'))
    .map(({ time, detail }) => [Math.round(time / 1e9), `${detail.remote}`.replace(':53', '')]);
const statuses = (made: Lab) => made.facts('program.ended').map(({ detail }) => detail.status);

describe('the resolver of a host', () => {
  it('sends a lost query again after five seconds: the answer is itself the acknowledgment (concept F2)', () => {
    // Frame 1 is the ARP request, 2 the query.
    const made = network([2], ['10.0.0.2']);
    made.command('server1', 'dns-server www.example=10.0.0.4');
    const output = made.command('pc1', 'curl -s -o /dev/null -w %{http_code} http://www.example/');
    made.run('20s');
    expect(output()).toEqual(['200']);
    expect(queries(made)).toEqual([
      [0, '10.0.0.2'],
      [5, '10.0.0.2'],
    ]);
    // Each query has a source port of its own.
    const ports = made.facts('udp.sent').filter(({ device }) => device === 'pc1');
    expect(new Set(ports.map(({ detail }) => detail.local)).size).toBe(2);
  });

  it('waits twice as long the second time, asks the servers in turn, then gives up', () => {
    const made = network();
    // Bound, and silent.
    made.command('server1', 'nc -u -k -l 53');
    made.command('server2', 'nc -u -k -l 53');
    made.run('1ms');
    const output = made.command('pc1', 'curl http://www.example/');
    made.run('60s');
    expect(queries(made)).toEqual([
      [0, '10.0.0.2'],
      [5, '10.0.0.3'],
      [10, '10.0.0.2'],
      [20, '10.0.0.3'],
    ]);
    expect(output()).toEqual(['curl: (6) Could not resolve host: www.example']);
    expect(made.facts('program.ended').at(-1)!.time).toBeGreaterThan(29e9);
  });

  it('asks the next server at once when the first one is not there, or cannot help', () => {
    const made = network();
    made.command('server2', 'dns-server www.example=10.0.0.4');
    const output = made.command('pc1', 'curl -s -o /dev/null -w %{http_code} http://www.example/');
    made.run('3s');
    expect(output()).toEqual(['200']);
    expect(queries(made).map(([, server]) => server)).toEqual(['10.0.0.2', '10.0.0.3']);
    const refusing = network();
    refusing.command('server1', 'dns-server other.test=10.0.0.9');
    refusing.command('server2', 'dns-server www.example=10.0.0.4');
    const second = refusing.command('pc1', 'curl -s -o /dev/null -w %{http_code} http://www.example/');
    refusing.run('3s');
    expect(second()).toEqual(['200']);
  });

  it('believes a server that says there is no such name, and asks nobody else', () => {
    const made = network();
    made.command('server1', 'dns-server other.example=10.0.0.9');
    made.command('server2', 'dns-server www.example=10.0.0.4');
    const output = made.command('pc1', 'ping -c 1 www.example');
    made.run('30s');
    expect(output()).toEqual(['ping: www.example: Name or service not known']);
    expect(queries(made)).toHaveLength(1);
  });

  it('follows an alias into the zone of another server', () => {
    const made = network();
    made.command('server1', 'dns-server -f 10.0.0.3 www.example=web.test');
    made.command('server2', 'dns-server web.test=10.0.0.4');
    const output = made.command('pc1', 'curl -s -o /dev/null -w %{http_code} http://www.example/');
    made.run('3s');
    expect(output()).toEqual(['200']);
    expect(
      made
        .sent('pc1')
        .filter((line) => line.includes('Query'))
        .map((line) => line.split(' ').at(-1)),
    ).toEqual(['www.example', 'web.test']);
  });

  it('knows /etc/hosts and localhost without asking, and asks nobody when it knows no server', () => {
    const made = lab('pc1 -- server1', {
      settings: { pc1: { files: [{ path: '/etc/hosts', text: '# names\n10.0.0.2\tweb www.example\n' }] } },
    });
    made.command('server1', 'http-server');
    made.run('1ms');
    const known = made.command('pc1', 'curl -s -o /dev/null -w %{http_code} http://WWW.example/');
    const self = made.command('pc1', 'curl http://localhost/');
    const unknown = made.command('pc1', 'curl http://other.example/');
    made.run('5s');
    expect(known()).toEqual(['200']);
    expect(self()[0]).toMatch(/^curl: \(7\) Failed to connect to localhost port 80/);
    expect(unknown()).toEqual(['curl: (6) Could not resolve host: other.example']);
    expect(queries(made)).toEqual([]);
    expect(statuses(made).toSorted()).toEqual([0, 6, 7]);
  });

  it('takes no answer with another number, to another question or from anywhere else', () => {
    const made = network([], ['10.0.0.2']);
    const call = (device: string, name: string, ...given: unknown[]) =>
      made.timeline.act({ kind: 'call', device, call: { name, arguments: given } as never }).value;
    for (const [device, port] of [
      ['server1', 53],
      ['server2', 53],
    ] as const) {
      call(device, 'socket', 'datagram');
      call(device, 'bind', 3, 0, port);
    }
    const output = made.command('pc1', 'dig +short +tries=1 www.example');
    made.run('10ms');
    const query = call('server1', 'receiveFrom', 3) as { bytes: Uint8Array; address: number; port: number };
    const asked = parseDns(query.bytes) as DnsMessage;
    const answer = (id: number, name: string, address: number): Uint8Array =>
      emitDns({
        ...asked,
        id,
        response: true,
        questions: [{ ...asked.questions[0]!, name }],
        answers: [{ name, ttl: 60, data: { type: 'A', address } }],
      });
    const send = (device: string, bytes: Uint8Array) => call(device, 'sendTo', 3, bytes, query.address, query.port);
    send('server1', answer(asked.id ^ 1, 'www.example', 1));
    send('server1', answer(asked.id, 'ww.example', 2));
    send('server2', answer(asked.id, 'www.example', 3));
    send('server1', Uint8Array.of(1, 2, 3));
    made.run('1s');
    expect(output()).toEqual(['']);
    send('server1', answer(asked.id, 'WWW.example', 0x0a000004));
    made.run('1s');
    expect(output()).toEqual(['10.0.0.4']);
  });
});
