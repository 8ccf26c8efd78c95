import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captureOf } from '#notes/capture.ts';
import { lab, type Lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hopscope-services-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A capture of everything, as a file; and what tshark finds wrong with it. */
function saved({ timeline, topology }: Lab): string {
  const names = { cables: topology.cables, deviceName: (id: string) => id };
  const file = join(folder, 'all.pcapng');
  writeFileSync(file, captureOf(timeline.trace, names, null, timeline.cursor));
  return file;
}
const STRICT = ['ip.check_checksum', 'udp.check_checksum', 'tcp.check_checksum'].flatMap((name) => [
  '-o',
  `${name}:TRUE`,
]);
const BAD = '_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0';

describe('an independent reader', () => {
  it('reads every message of a DHCP exchange as it was meant', (context) => {
    const network = lab('server1 -- switch1 -- pc1', {
      addresses: { server1: '10.0.0.1/24', pc1: 'dhcp' },
      settings: {
        server1: {
          dhcp: {
            server: {
              pools: [
                {
                  first: '10.0.0.100',
                  last: '10.0.0.110',
                  prefix: 24,
                  gateway: '10.0.0.1',
                  nameServers: ['10.0.0.53'],
                },
              ],
            },
          },
        },
      },
    });
    network.run('1900s');
    const file = saved(network);
    expect(tshark(context, '-r', file, ...STRICT, '-Y', BAD)).toBe('');
    const fields = ['dhcp.option.dhcp', 'dhcp.ip.your', 'dhcp.option.ip_address_lease_time', 'dhcp.option.router'];
    const shown = tshark(
      context,
      ...['-r', file, '-Y', 'dhcp.type == 2 && frame.interface_name == "server1.eth0"'],
      ...['-T', 'fields', ...fields.flatMap((name) => ['-e', name])],
    );
    expect(shown.trim().split('\n')).toEqual([
      '2\t10.0.0.100\t3600\t10.0.0.1',
      '5\t10.0.0.100\t3600\t10.0.0.1',
      '5\t10.0.0.100\t3600\t10.0.0.1',
    ]);
  });

  it('reads the routes RIP tells as they were meant', (context) => {
    const network = lab('router1 -- router2', {
      addresses: { router1: ['10.1.2.1/30'], router2: ['10.1.2.2/30'] },
      routes: { router2: [{ destination: '10.0.9.0', prefix: 24, via: '10.1.2.1' }] },
      settings: { router1: { rip: {} }, router2: { rip: { announceStatic: true, splitHorizon: 'off' } } },
    });
    network.run('5s');
    const file = saved(network);
    expect(tshark(context, '-r', file, ...STRICT, '-Y', BAD)).toBe('');
    const shown = tshark(
      context,
      ...[
        '-r',
        file,
        '-Y',
        'rip.command == 2 && frame.interface_name == "router2.eth0" && eth.src == 02:00:00:00:00:02',
      ],
      ...['-T', 'fields', ...['rip.version', 'rip.ip', 'rip.netmask', 'rip.metric'].flatMap((name) => ['-e', name])],
    );
    expect(shown.split('\n')[0]).toBe('2\t10.1.2.0,10.0.9.0\t255.255.255.252,255.255.255.0\t1,1');
  });
});
