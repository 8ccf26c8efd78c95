import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

/**
 * A home: hosts that get private addresses from the router by DHCP, and share its one public address by address
 * translation to reach a web server outside. It takes six seconds until they have probed their addresses (RFC 5227).
 */
export function homeDocument(): HopDocument {
  const draft = new Draft();
  const pools = [
    {
      first: '192.168.0.100',
      last: '192.168.0.199',
      prefix: 24,
      gateway: '192.168.0.1',
      nameServers: ['203.0.113.80'],
    },
  ];
  const laptop = draft.device('host', { x: 90, y: 100 }, ['dhcp'], { name: 'laptop' });
  const phone = draft.device('host', { x: 90, y: 260 }, ['dhcp'], { name: 'phone' });
  const lan = draft.device('switch', { x: 260, y: 180 });
  const router = draft.device('router', { x: 420, y: 180 }, ['192.168.0.1', '198.51.100.2'], {
    name: 'home',
    gateway: '198.51.100.1',
    dhcp: { server: { pools } },
    nat: { outside: 'eth1' },
  });
  const provider = draft.device('router', { x: 600, y: 180 }, ['198.51.100.1', '203.0.113.1'], { name: 'provider' });
  const web = draft.device('server', { x: 780, y: 180 }, ['203.0.113.80'], {
    name: 'web',
    gateway: '203.0.113.1',
    files: [{ path: '/index.html', text: '<h1>Hello from the internet</h1>\n' }],
  });
  draft.join(laptop, lan);
  draft.join(phone, lan);
  draft.join(router, lan);
  draft.join(router, provider);
  draft.join(provider, web);
  draft.command('dns', 'DNS server', web, 0, 'dns-server www.example=203.0.113.80');
  draft.command('http', 'web server', web, 0, 'http-server');
  draft.command('laptop-page', 'laptop fetches a page', laptop, 8e9, 'curl http://www.example/');
  draft.command('phone-page', 'phone fetches a page', phone, 10e9, 'curl http://www.example/');
  return draft.document('A home with address translation');
}
