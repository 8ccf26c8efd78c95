import type { DocumentRecord } from '#document/records.ts';
import type { TunnelSettings } from '#document/tunnel.ts';
import { formatAddress, networkOf, parseAddress } from '#engine/wire/address.ts';

/** Who can be plugged into a tunnel. */
export type Plugged = 'hopscope' | 'qemu' | 'qemu-old' | 'virtualbox' | 'gns3' | 'socat';

/** How to plug somebody in: command lines to be copied, made of the tunnel's ports. Words stand in the locales. */
export interface PlugLines {
  who: Plugged;
  lines: string[];
}

/** Name of the TAP device, and of the network device of a virtual machine, in the lines. */
const NAME = 'hop0';

/**
 * The lines for everybody who can be at the other end. What is ours is theirs to send to: `port` and `peer` change places.
 * Virtual machines speak IPv4 on loopback only. `free`: an address of the drawn subnet for the real kernel, with its prefix.
 */
export function plugLines({ address, port, peer }: TunnelSettings, free: string): PlugLines[] {
  const own = `${address === '::1' ? '[::1]' : address}`;
  const all: PlugLines[] = [{ who: 'hopscope', lines: [] }];
  if (address === '127.0.0.1') {
    const ends = `local.type=inet,local.host=${address},local.port=${peer},remote.type=inet,remote.host=${address},remote.port=${port}`;
    all.push(
      { who: 'qemu', lines: [`-netdev dgram,id=${NAME},${ends} -device virtio-net-pci,netdev=${NAME}`] },
      {
        who: 'qemu-old',
        lines: [
          `-netdev socket,id=${NAME},udp=${address}:${port},localaddr=${address}:${peer} -device virtio-net-pci,netdev=${NAME}`,
        ],
      },
      {
        who: 'virtualbox',
        lines: [
          'VBoxManage modifyvm "VM" --nic1 generic --nicgenericdrv1 UDPTunnel ' +
            `--nicproperty1 dest=${address} --nicproperty1 sport=${peer} --nicproperty1 dport=${port}`,
        ],
      },
      { who: 'gns3', lines: [] },
    );
  }
  const udp = address === '::1' ? 'UDP6-DATAGRAM' : 'UDP4-DATAGRAM';
  all.push({
    who: 'socat',
    lines: [
      `sudo ip tuntap add dev ${NAME} mode tap user "$USER" && sudo ip address add ${free} dev ${NAME} && sudo ip link set ${NAME} up`,
      `socat TUN,tun-name=${NAME},tun-type=tap,iff-no-pi ${udp}:${own}:${port},bind=${own}:${peer}`,
    ],
  });
  return all;
}

/** The highest address of the first drawn subnet that no adapter has, with its prefix, for somebody who is plugged in. */
export function freeAddress(records: Iterable<DocumentRecord>): string {
  const ports = [...records].flatMap((record) => (record.type === 'device' ? record.ports : []));
  const taken = new Set(ports.map(({ address }) => address));
  const [first] = ports.filter(({ address, prefix }) => address !== null && prefix >= 8 && prefix <= 30);
  const prefix = first?.prefix ?? 24;
  const network = networkOf(parseAddress(first?.address ?? '192.168.1.0')!, prefix);
  // Behind the last address of the subnet stands its broadcast address.
  for (let host = 2 ** (32 - prefix) - 2; host > 0; host--) {
    const address = formatAddress(network + host);
    if (!taken.has(address)) return `${address}/${prefix}`;
  }
  return `${formatAddress(network + 1)}/${prefix}`;
}
