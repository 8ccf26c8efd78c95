import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

const ZONE = `$TTL 300
$ORIGIN example.com.
@      SOA   ns hostmaster ( 1 7200 900 1209600 60 )
       NS    ns
ns     A     192.168.2.53
proxy  A     192.168.2.80
www    CNAME proxy
`;

/**
 * A web site as it is really reached: the clients ask a DNS server for its name, a reverse proxy takes their requests, and
 * two application servers behind it answer in turn. Servers start by themselves; each client's doings are over before the
 * next begin.
 */
export function webDocument(): HopDocument {
  const draft = new Draft();
  const client = { gateway: '192.168.1.1', resolver: ['192.168.2.53'] };
  const pc1 = draft.device('host', { x: 90, y: 90 }, ['192.168.1.11'], client);
  const pc2 = draft.device('host', { x: 90, y: 330 }, ['192.168.1.12'], client);
  const lan = draft.device('switch', { x: 240, y: 210 });
  const router = draft.device('router', { x: 380, y: 210 }, ['192.168.1.1', '192.168.2.1']);
  const front = draft.device('switch', { x: 520, y: 210 });
  const dns = draft.device('server', { x: 520, y: 360 }, ['192.168.2.53'], {
    name: 'dns',
    gateway: '192.168.2.1',
    files: [{ path: '/zones/example.com', text: ZONE }],
  });
  const proxy = draft.device('server', { x: 670, y: 210 }, ['192.168.2.80', '192.168.3.1'], {
    name: 'proxy',
    gateway: '192.168.2.1',
  });
  const back = draft.device('switch', { x: 830, y: 210 });
  const application = (name: string, x: number, y: number, address: string): string =>
    draft.device('server', { x, y }, [address], {
      name,
      files: [{ path: '/index.html', text: `<h1>Hello from ${name}</h1>\n` }],
    });
  const app1 = application('app1', 970, 120, '192.168.3.11');
  const app2 = application('app2', 970, 300, '192.168.3.12');
  draft.join(pc1, lan, router, front, proxy, back, app1);
  draft.join(pc2, lan);
  draft.join(front, dns);
  draft.join(back, app2);

  draft.command('dns-server', 'DNS server', dns, 0, 'dns-server -z /zones/example.com');
  draft.command('app1-server', 'application 1', app1, 0, 'http-server -p 8080');
  draft.command('app2-server', 'application 2', app2, 0, 'http-server -p 8080');
  draft.command('proxy-server', 'reverse proxy', proxy, 0, 'reverse-proxy 192.168.3.11:8080 192.168.3.12:8080');
  draft.command('look-up', 'look up the name', pc1, 1e9, 'nslookup www.example.com');
  draft.command('fetch', 'fetch a page', pc1, 2e9, 'curl -v http://www.example.com/');
  draft.command('keep', 'three pages, one connection', pc2, 4e9, `curl${' http://www.example.com/'.repeat(3)}`);
  draft.command('close', 'three pages with HTTP/1.0', pc2, 6e9, `curl -0${' http://www.example.com/'.repeat(3)}`);
  draft.command('download', 'a larger answer', pc1, 8e9, 'curl -o /dev/null http://www.example.com/bytes/100000');
  return draft.document('A web site');
}
