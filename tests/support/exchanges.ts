import { lab, type Lab } from './lab.ts';

/** A network after an exchange of each sort: ARP, echoes, an unreachable port, DNS, HTTP, plain UDP and TCP, a lossy cable. */
export function everySort(): Lab {
  const network = lab('pc1 -- switch1 -- router1 -- switch2 -- server1, pc2 -- switch1, server2 -- switch2', {
    addresses: {
      pc1: '10.0.0.1/24 via 10.0.0.254',
      pc2: '10.0.0.2/24 via 10.0.0.254',
      router1: ['10.0.0.254/24', '10.0.1.254/24'],
      server1: '10.0.1.1/24 via 10.0.1.254',
      server2: '10.0.1.2/24 via 10.0.1.254',
    },
    settings: { pc1: { resolver: ['10.0.1.1'] } },
    seed: 5,
  });
  network.command('server1', 'dns-server www.example.com=10.0.1.2');
  network.command('server2', 'http-server');
  // The cable to the web server loses some frames towards it, and damages and loses some of its own.
  network.impair('server2-switch2', { drop: [9, 10], damage: [14] }, { loss: 0.04 });
  network.run('1ms');
  network.ping('pc2', '10.0.1.1', 3, { size: 3000 });
  network.command('pc1', 'curl http://www.example.com/bytes/60000; curl http://10.0.1.2/none; dig no.example.com');
  network.run('20s');
  network.command('pc2', 'traceroute 10.0.1.2; ping -c 1 10.0.9.9; curl http://10.0.1.1:81/');
  network.run('30s');
  return network;
}
