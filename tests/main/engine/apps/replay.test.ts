import { describe, expect, it } from 'vitest';
import { lab, type Lab } from '#support/lab.ts';

/** A network in which every service runs at once, over a cable that loses and repeats frames. */
function everything(): Lab {
  const zone = '$ORIGIN example.\nwww CNAME web\nweb A 10.0.0.3\nshop A 10.0.0.4\n';
  const network = lab('pc1 -- switch1 -- server1, server2 -- switch1, server3 -- switch1, pc2 -- switch1', {
    seed: 7,
    settings: {
      pc1: { resolver: ['10.0.0.2'] },
      pc2: { resolver: ['10.0.0.2'] },
      server1: { files: [{ path: '/zone', text: zone }] },
    },
    cables: { 'pc1-switch1': { directions: [{ loss: 0.03 }, { loss: 0.03, duplication: 0.05 }] } },
  });
  network.command('server1', 'dns-server -z /zone & dns-server -p 54 -f 10.0.0.2');
  network.command('server2', 'http-server & echo-server & bulk -s & stream-server & chat-server & sink -i 0.1 -s 50');
  network.command('server3', 'reverse-proxy 10.0.0.3 & leaky-server -p 81 & nc -k -l 4000');
  network.run('1ms');
  network.command(
    'pc1',
    'curl http://www.example/bytes/20000 http://shop.example/ && dig -p 54 @10.0.0.2 shop.example',
  );
  network.command('pc1', 'bulk -c web.example -n 60K -P 2 & bulk -u -c 10.0.0.3 -t 1 -b 500K');
  network.command('pc2', 'chat -n two -c 5 10.0.0.3 & chat -n three -c 4 10.0.0.3 & stream-client -n 60 10.0.0.3');
  network.command('pc1', 'stream-client -t -n 60 10.0.0.3 & source -n 5 -s 200 10.0.0.3');
  network.command('pc2', "nc -N 10.0.0.3 7 <<< 'hello'; nc -q 0 10.0.0.4 4000 <<< 'there'; curl http://10.0.0.4:81/");
  return network;
}

describe('services and time', () => {
  it('have the same history whenever they run', () => {
    const [one, other] = [everything().run('5s'), everything().run('5s')];
    expect(one.facts('program.ended').length).toBeGreaterThanOrEqual(8);
    expect(one.history() === other.history()).toBe(true);
  });

  it('go back and forth: what is played again is what was', () => {
    const network = everything().run('5s');
    const before = network.history();
    const views = ['pc1', 'pc2', 'server1', 'server2', 'server3'].map((device) => network.timeline.view(device));
    const end = network.timeline.now;
    for (const time of [4.5e9, 0.3e9, 2e9, end]) network.timeline.seek(time);
    expect(['pc1', 'pc2', 'server1', 'server2', 'server3'].map((device) => network.timeline.view(device))).toEqual(
      views,
    );
    expect(network.history() === before).toBe(true);
  });
});
