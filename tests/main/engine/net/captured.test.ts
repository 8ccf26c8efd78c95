import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { writeCapture } from '#support/capture.ts';
import { parseAddress } from '#engine/wire/address.ts';
import { folders } from '#support/folder.ts';
import { kernelOf } from '#support/kernel.ts';
import { lab, type Lab } from '#support/lab.ts';
import { tshark } from '#support/tshark.ts';

const temporary = folders();

/** What tshark reads in all frames put on cables: one list of these fields a frame that passes the filter. */
async function read(context: TestContext, network: Lab, filter: string, ...fields: string[]): Promise<string[][]> {
  const file = join(await temporary(), 'network.pcapng');
  const packets = network.facts('frame.sent').map(({ time, frame }) => {
    const bytes = network.timeline.trace.frameOf(frame)!.bytes();
    return { interface: 0, time, bytes: Uint8Array.from([...bytes, 0, 0, 0, 0]), direction: 'out' as const };
  });
  await writeFile(file, writeCapture([{ name: 'cable', description: '' }], packets));
  const words = ['-o', 'ip.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE', '-Y', filter, '-T', 'fields'];
  const shown = tshark(context, '-r', file, ...words, ...fields.flatMap((field) => ['-e', field]));
  const lines = shown.split('\n').slice(0, -1);
  return lines.map((line) => line.split('\t'));
}

const at = (text: string): number => parseAddress(text)!;

describe('tshark', () => {
  it('reads ICMP errors and redirects with their quotations, and finds nothing wrong in them', async (context) => {
    const network = lab(
      `pc1 -- switch1
       router1 -- switch1
       router2 -- switch1
       router2 -- pc2`,
      {
        addresses: {
          pc1: '10.0.1.1/24 via 10.0.1.251',
          pc2: '10.0.2.1/24 via 10.0.2.254',
          router1: ['10.0.1.251/24'],
          router2: ['10.0.1.252/24', '10.0.2.254/24'],
        },
        routes: { router1: [{ destination: '10.0.2.0', prefix: 24, via: '10.0.1.252' }] },
      },
    );
    network.ping('pc1', '10.0.2.1');
    network.ping('pc1', '10.9.9.9');
    network.steps('pc1', [
      { call: 'socket', as: 's', type: 'datagram' },
      { call: 'sendto', socket: 's', address: '10.0.2.1', port: 7, length: 100 },
    ]);
    network.run('5s');
    const fields = ['icmp.type', 'icmp.code', 'icmp.redir_gw', 'icmp.checksum.status', 'ip.dst', '_ws.malformed'];
    const filter = 'icmp.type in {3, 5} && eth.dst == 02:00:00:00:00:01';
    const errors = await read(context, network, filter, ...fields);
    // The second of two values is the quoted echo request's, whose checksum cannot be checked: it was cut.
    const shown = new Set(errors.map((error) => error.join(' ')));
    expect(shown).toEqual(
      new Set([
        '5,8 1,0 10.0.1.252 1,2 10.0.1.1,10.0.2.1 ',
        '3,8 0,0  1,2 10.0.1.1,10.9.9.9 ',
        '3 3  1 10.0.1.1,10.0.2.1 ',
      ]),
    );
    expect(await read(context, network, '_ws.malformed || ip.checksum.status == 0', 'frame.number')).toEqual([]);
  });

  it('names probes and announcements as they are meant, and notices the conflict too', async (context) => {
    const network = lab('pc1 -- switch1 -- pc2');
    kernelOf(network, 'pc1').setAddress(0, at('10.0.0.9'), 24, true);
    network.run('10s');
    kernelOf(network, 'pc2').setAddress(0, at('10.0.0.9'), 24);
    network.run('1s');
    const once = 'eth.src == 02:00:00:00:00:01 && arp';
    const kinds = await read(context, network, once, 'arp.isprobe', 'arp.isannouncement');
    // What is set is `1` or `True`, as the version has it.
    const own = kinds.map(([probe, announcement]) => (probe ? 'probe' : announcement ? 'announcement' : ''));
    // Every frame crosses two cables. Probes, announcements, and one defence.
    expect(own.filter((kind) => kind === 'probe')).toHaveLength(2 * 3);
    expect(own.filter((kind) => kind === 'announcement')).toHaveLength(2 * 3);
    const conflicts = await read(context, network, 'arp.duplicate-address-detected', 'arp.duplicate-address-detected');
    expect(conflicts.length).toBeGreaterThan(0);
    expect(network.facts('arp.conflict').map(({ device }) => device)).toEqual(['pc1', 'pc2', 'pc1']);
  });
});
