import { describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { freeAddress, plugLines, type Plugged } from '#renderer/inspector/device/tunnelLines.ts';

const tunnel = { address: '127.0.0.1', port: 20_001, peer: 20_002 } as const;
const linesOf = (who: Plugged, settings: Parameters<typeof plugLines>[0] = tunnel): string[] | undefined =>
  plugLines(settings, '192.168.1.50/24').find((one) => one.who === who)?.lines;

describe('the lines that plug something into a tunnel', () => {
  it('have its ports the other way round: what is ours is theirs to send to', () => {
    expect(linesOf('qemu')).toEqual([
      '-netdev dgram,id=hop0,local.type=inet,local.host=127.0.0.1,local.port=20002,' +
        'remote.type=inet,remote.host=127.0.0.1,remote.port=20001 -device virtio-net-pci,netdev=hop0',
    ]);
    expect(linesOf('qemu-old')).toEqual([
      '-netdev socket,id=hop0,udp=127.0.0.1:20001,localaddr=127.0.0.1:20002 -device virtio-net-pci,netdev=hop0',
    ]);
    expect(linesOf('virtualbox')![0]).toMatch(
      /dest=127\.0\.0\.1 --nicproperty1 sport=20002 --nicproperty1 dport=20001$/,
    );
  });

  it('are two for the real kernel: a TAP device with an address of the drawing, and the way to the tunnel', () => {
    const [device, joint, ...more] = linesOf('socat')!;
    expect(more).toEqual([]);
    expect(device).toContain('ip address add 192.168.1.50/24 dev hop0');
    expect(joint).toBe(
      'socat TUN,tun-name=hop0,tun-type=tap,iff-no-pi UDP4-DATAGRAM:127.0.0.1:20001,bind=127.0.0.1:20002',
    );
  });

  it('leave out at ::1 who speaks IPv4 only', () => {
    const six = { ...tunnel, address: '::1' } as const;
    expect(plugLines(six, '10.0.0.9/24').map(({ who }) => who)).toEqual(['hopscope', 'socat']);
    expect(linesOf('socat', six)![1]).toContain('UDP6-DATAGRAM:[::1]:20001,bind=[::1]:20002');
  });

  it('name an address of the drawn subnet that nobody has', () => {
    const { records } = starterDocument();
    const taken = records.flatMap((one) => (one.type === 'device' ? one.ports.map(({ address }) => address) : []));
    const [address, prefix] = freeAddress(records).split('/');
    expect(address).toBe('192.168.1.254');
    expect(taken).not.toContain(address);
    expect(prefix).toBe('24');
    expect(freeAddress([])).toBe('192.168.1.254/24');
  });
});
