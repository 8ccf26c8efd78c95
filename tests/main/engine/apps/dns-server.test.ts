import { describe, expect, it } from 'vitest';
import { lab, type Lab } from '#support/lab.ts';

const resolver = (...servers: string[]) => ({ resolver: servers });

/** A client and its name server; the client asks it for every name. */
function pair(files: { path: string; text: string }[] = []): Lab {
  return lab('pc1 -- switch1 -- server1', {
    settings: { pc1: resolver('10.0.0.2'), server1: { files } },
  });
}

const ZONE = `
$TTL 300
$ORIGIN example.com.
@       IN SOA ns hostmaster ( 2026112101 ; serial
                               7200 900 1209600 60 )
        IN NS  ns
ns      IN A   10.0.0.2
www   60 IN CNAME web
web      A   10.0.0.5
         A   10.0.0.6
*.apps   A   10.0.0.7
deep.under A 10.0.0.8
sub      NS  ns.sub
ns.sub   A   10.0.0.9
`;

const queries = (network: Lab, device: string) =>
  network
    .facts('udp.sent')
    .filter((fact) => fact.device === device && String(fact.detail.remote).endsWith(':53'))
    .map(({ time, detail }) => [time, detail.remote]);

describe('dns-server', () => {
  it('answers for the zone in its file, and dig prints the answer', () => {
    const network = pair([{ path: '/zones/example', text: ZONE }]);
    const server = network.command('server1', 'dns-server -z /zones/example');
    const output = network.command('pc1', 'dig www.example.com');
    network.run('1s');
    expect(server()[0]).toBe('dns-server: listening on port 53, zones example.com');
    expect(server()[1]).toMatch(/^client 10\.0\.0\.1#\d+: www\.example\.com IN A: 3 answers, authoritative$/);
    const printed = output();
    expect(printed).toContain(';; WARNING: recursion requested but not available');
    expect(printed[3]).toMatch(/^;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: \d+$/);
    expect(printed[4]).toBe(';; flags: qr aa rd; QUERY: 1, ANSWER: 3, AUTHORITY: 0, ADDITIONAL: 0');
    expect(printed.slice(printed.indexOf(';; ANSWER SECTION:') + 1).slice(0, 3)).toEqual([
      'www.example.com.\t\t60\tIN\tCNAME\tweb.example.com.',
      'web.example.com.\t\t300\tIN\tA\t10.0.0.5',
      'web.example.com.\t\t300\tIN\tA\t10.0.0.6',
    ]);
    expect(printed.at(-2)).toMatch(/^;; MSG SIZE {2}rcvd: \d+$/);
  });

  it.each([
    ['nothing.example.com', 'NXDOMAIN', 'the name is not there'],
    ['under.example.com', 'NOERROR', 'there are only names below it'],
    ['example.com', 'NOERROR', 'it has no address'],
    ['one.apps.example.com', 'NOERROR', 'a wildcard covers it'],
    ['host.sub.example.com', 'NOERROR', 'it is given away to another server'],
    ['example.net', 'REFUSED', 'it is in none of its zones'],
  ])('asked for %s says %s: %s', (name, status) => {
    const network = pair([{ path: '/zones/example', text: ZONE }]);
    network.command('server1', 'dns-server -z /zones/example');
    const output = network.command('pc1', `dig ${name}`);
    network.run('1s');
    expect(output()[3]).toContain(`status: ${status}`);
    const shown = output().join('\n');
    if (name === 'one.apps.example.com') expect(shown).toContain('one.apps.example.com.\t\t300\tIN\tA\t10.0.0.7');
    if (name === 'host.sub.example.com') {
      expect(shown).toContain('sub.example.com.\t\t300\tIN\tNS\tns.sub.example.com.');
      expect(shown).toContain('ns.sub.example.com.\t\t300\tIN\tA\t10.0.0.9');
    }
    // "No" is remembered no longer than the last number of the SOA.
    if (name === 'nothing.example.com') expect(shown).toMatch(/example\.com\.\t\t60\tIN\tSOA\tns\.example\.com\./);
  });

  it('answers for names given with it, and for their addresses backwards', () => {
    const network = pair();
    network.command('server1', 'dns-server web.example=10.0.0.5 www.example=web.example');
    const forwards = network.command('pc1', 'nslookup www.example');
    const backwards = network.command('pc1', 'nslookup 10.0.0.5');
    const unknown = network.command('pc1', 'nslookup ftp.example');
    network.run('1s');
    expect(forwards()).toEqual([
      'Server:\t\t10.0.0.2',
      'Address:\t10.0.0.2#53',
      '',
      'www.example\tcanonical name = web.example.',
      'Name:\tweb.example',
      'Address: 10.0.0.5',
      '',
    ]);
    expect(backwards()[3]).toBe('5.0.0.10.in-addr.arpa\tname = web.example.');
    expect(unknown()[3]).toBe("** server can't find ftp.example: NXDOMAIN");
  });

  it('says in which line of its file it stumbled', () => {
    const network = pair([{ path: '/zone', text: '$ORIGIN example.com.\nwww A 10.0.0.256\n' }]);
    const output = network.command('server1', 'dns-server -z /zone');
    network.run('1s');
    expect(output()).toEqual(['dns-server: /zone:2: bad address ‘10.0.0.256’']);
  });

  it('gives up with EADDRINUSE when another server has the port', () => {
    const network = pair();
    network.command('server1', 'dns-server a.b=10.0.0.9');
    const output = network.command('server1', 'dns-server a.b=10.0.0.9');
    network.run('1s');
    expect(output()).toEqual(['dns-server: bind: EADDRINUSE']);
  });

  it('cuts an answer that does not fit 512 bytes, and gives the whole of it over TCP', () => {
    const many = Array.from({ length: 40 }, (_, host) => `many A 10.1.0.${host}`).join('\n');
    const network = pair([{ path: '/zone', text: `$ORIGIN example.com.\n${many}\n` }]);
    network.command('server1', 'dns-server -z /zone');
    const output = network.command('pc1', 'dig many.example.com');
    network.run('1s');
    const cut = network.sent('server1').find((line) => line.includes('[TC]'))!;
    expect(cut).toMatch(/^server1: dns Response 0x[0-9a-f]{4} \[TC\] A many\.example\.com$/);
    expect(output()[0]).toBe(';; Truncated, retrying in TCP mode.');
    expect(output()).toContain(';; flags: qr aa rd; QUERY: 1, ANSWER: 40, AUTHORITY: 0, ADDITIONAL: 0');
    expect(output()).toContain('many.example.com.\t\t3600\tIN\tA\t10.1.0.39');
    expect(output().at(-3)).toBe(';; SERVER: 10.0.0.2#53(10.0.0.2) (TCP)');
    // The resolver does the same on behalf of every program.
    const ping = network.command('pc1', 'curl http://many.example.com/ -m 1');
    network.run('5s');
    expect(ping().at(-1)).toMatch(/^curl: \((7|28)\)/);
  });

  it('passes the whole of a long answer on, asked over TCP itself', () => {
    const many = Array.from({ length: 40 }, (_, host) => `many A 10.1.0.${host}`).join('\n');
    const network = lab('pc1 -- switch1 -- server1, server2 -- switch1', {
      settings: {
        pc1: { resolver: ['10.0.0.2'] },
        server2: { files: [{ path: '/zone', text: `$ORIGIN example.com.\n${many}\n` }] },
      },
    });
    network.command('server2', 'dns-server -z /zone');
    network.command('server1', 'dns-server -f 10.0.0.3');
    const output = network.command('pc1', 'dig +short many.example.com');
    network.run('2s');
    expect(output()).toHaveLength(41);
    const opened = network.facts('tcp.state').filter(({ detail }) => detail.to === 'SYN-SENT');
    expect(opened.map(({ device }) => device).toSorted()).toEqual(['pc1', 'server1']);
    // A segment that holds a whole message is told as DNS.
    const queries = network.sent('pc1').filter((line) => line.includes('tcp') && line.includes('Query'));
    expect(queries).toHaveLength(1);
    expect(queries[0]).toMatch(/, Query 0x[0-9a-f]{4} A many\.example\.com$/);
    // Connections without questions are closed again.
    network.run('20s');
    const rows = network.table('server2', 'sockets').map((row) => row[3]);
    expect(rows.filter((state) => state === 'ESTABLISHED' || state === 'CLOSE-WAIT')).toEqual([]);
  });
});

describe('a name server that asks others', () => {
  it('passes a question on to its forwarder, then answers from its cache, with less and less time to live', () => {
    const network = lab('pc1 -- switch1 -- server1, server2 -- switch1', {
      settings: { pc1: resolver('10.0.0.2') },
    });
    network.command('server2', 'dns-server www.example=10.0.0.5');
    network.command('server1', 'dns-server -f 10.0.0.3');
    const first = network.command('pc1', 'dig www.example');
    network.run('100s');
    const second = network.command('pc1', 'dig www.example');
    network.run('1s');
    expect(first().join()).toContain('www.example.\t\t3600\tIN\tA\t10.0.0.5');
    expect(first()[4]).toContain('flags: qr rd ra;');
    expect(second().join()).toContain('www.example.\t\t3500\tIN\tA\t10.0.0.5');
    expect(queries(network, 'server1')).toHaveLength(1);
    network.run('3600s');
    network.command('pc1', 'dig www.example');
    network.run('1s');
    expect(queries(network, 'server1')).toHaveLength(2);
  });

  it('remembers that there is no such name for as long as the zone says', () => {
    const network = lab('pc1 -- switch1 -- server1, server2 -- switch1', {
      settings: { pc1: resolver('10.0.0.2'), server2: { files: [{ path: '/zone', text: ZONE }] } },
    });
    network.command('server2', 'dns-server -z /zone');
    network.command('server1', 'dns-server -f 10.0.0.3');
    for (const _ of [1, 2, 3]) {
      network.command('pc1', 'dig no.example.com');
      network.run('35s');
    }
    expect(queries(network, 'server1')).toHaveLength(2);
  });

  it('walks down from the root, from one referral to the next, following an alias into another zone', () => {
    // server1: the resolver; server2: root; server3: example; server4: other.
    const network = lab('pc1 -- switch1 -- server1, server2 -- switch1, server3 -- switch1, server4 -- switch1', {
      settings: {
        pc1: resolver('10.0.0.2'),
        server2: {
          files: [
            {
              path: '/root',
              text: `$ORIGIN .
. NS a.root.
example. NS ns.example.
ns.example. A 10.0.0.4
other. NS ns.elsewhere.example.
`,
            },
          ],
        },
        server3: {
          files: [{ path: '/example', text: '$ORIGIN example.\nwww CNAME web.other.\nns.elsewhere A 10.0.0.5\n' }],
        },
        server4: { files: [{ path: '/other', text: '$ORIGIN other.\nweb A 10.9.9.9\n' }] },
      },
    });
    network.command('server2', 'dns-server -z /root');
    network.command('server3', 'dns-server -z /example');
    network.command('server4', 'dns-server -z /other');
    network.command('server1', 'dns-server -r 10.0.0.3');
    const output = network.command('pc1', 'dig +short www.example');
    network.run('5s');
    expect(output()).toEqual(['web.other.', '10.9.9.9']);
    expect(queries(network, 'server1').map(([, remote]) => remote)).toEqual([
      '10.0.0.3:53',
      '10.0.0.4:53',
      '10.0.0.3:53',
      // The server of `other` has its name in `example`.
      '10.0.0.4:53',
      '10.0.0.5:53',
    ]);
  });

  it('answers SERVFAIL when nobody above it does', () => {
    const network = pair();
    network.command('server1', 'dns-server -f 10.0.0.77');
    const output = network.command('pc1', 'dig +tries=1 +time=30 www.example');
    network.run('40s');
    expect(output()[3]).toContain('status: SERVFAIL');
  });
});
