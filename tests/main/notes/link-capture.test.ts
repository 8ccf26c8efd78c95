import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureOf } from '#notes/capture.ts';
import { folders } from '#support/folder.ts';
import { lab, type Lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

const folder = folders();

/** What tshark prints of all frames of a lab, a line each; it checks every FCS. */
async function read(context: Parameters<typeof tshark>[0], network: Lab, ...fields: string[]): Promise<string[]> {
  const names = { cables: network.topology.cables, deviceName: (id: string) => id };
  const file = join(await folder(), 'link.pcapng');
  writeFileSync(file, captureOf(network.timeline.trace, names, null, network.timeline.cursor));
  const wanted = fields.flatMap((field) => ['-e', field]);
  const shown = tshark(context, '-r', file, '-o', 'eth.check_fcs:TRUE', '-T', 'fields', ...wanted);
  return shown.replace(/\n$/, '').split('\n');
}

describe('an independent reader', () => {
  it('finds the tags of a trunk, and nothing to complain of', async (context) => {
    const network = lab('pc1 -- switch1 -- switch2 -- pc2');
    network.topology.devices.forEach((device, at) => {
      if (device.kind !== 'switch') return;
      const trunk = device.id === 'switch1' ? 'port2' : 'port1';
      const ports = device.ports.map((port) => ({
        ...port,
        vlan: port.name === trunk ? ({ mode: 'trunk', native: 1 } as const) : ({ mode: 'access', id: 10 } as const),
      }));
      network.topology.devices[at] = { ...device, ports };
    });
    network.change({ devices: network.topology.devices });
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    const lines = await read(
      context,
      network,
      'frame.protocols',
      'vlan.id',
      '_ws.malformed',
      'eth.fcs.status',
      '_ws.expert.message',
    );
    const tagged = lines.filter((line) => line.includes('vlan'));
    // An ARP exchange and a ping, each seen leaving one switch and coming to the other.
    expect(tagged).toHaveLength(8);
    for (const line of tagged) expect(line.split('\t').slice(1)).toEqual(['10', '', '1', '']);
    for (const line of lines) expect(line.split('\t').slice(2)).toEqual(['', '1', '']);
  });

  it('reads the BPDUs of a spanning tree as they are meant', async (context) => {
    const network = lab('switch1 -- switch2\nswitch2 -- switch3\nswitch3 -- switch1');
    const devices = network.topology.devices.map((device) => ({ ...device, spanningTree: {} }));
    network.change({ devices }).run('5s');
    const lines = await read(
      context,
      network,
      'stp.version',
      'stp.type',
      'stp.root.prio',
      'stp.hello',
      'stp.msg_age',
      'eth.fcs.status',
      '_ws.malformed',
      '_ws.expert.message',
    );
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const [version, type, priority, hello, age, fcs, malformed, message] = line.split('\t');
      expect([version, type, priority, hello, fcs, malformed ?? '', message ?? '']).toEqual([
        '2',
        '0x02',
        '32768',
        '2',
        '1',
        '',
        '',
      ]);
      expect(['0', '1']).toContain(age);
    }
  });

  it('sees a damaged frame as one', async (context) => {
    const network = lab('pc1 -- pc2').impair('pc1-pc2', { damage: [1] });
    network.ping('pc1', '10.0.0.2');
    network.run('10ms');
    expect(await read(context, network, 'eth.fcs.status')).toEqual(['1', '0']);
  });
});
