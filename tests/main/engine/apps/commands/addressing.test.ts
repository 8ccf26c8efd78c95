import { describe, expect, it } from 'vitest';
import { lab } from '#support/lab.ts';

function network() {
  return lab('pc1 -- router1 -- pc2', {
    addresses: {
      pc1: '10.0.1.1/24 via 10.0.1.254',
      pc2: '10.0.2.1/24 via 10.0.2.254',
      router1: ['10.0.1.254/24', '10.0.2.254/24'],
    },
  });
}

/** What lines typed one after the other print, each without its prompt. */
function printed(net: ReturnType<typeof network>, ...lines: string[]): string[] {
  for (const line of lines) net.type('pc1', line);
  const last = net.timeline.terminal('pc1', 'tty1')!.lines;
  return last.slice(last.findLastIndex(({ prompt }) => prompt !== null) + 1).map(({ text }) => text);
}

describe('ip', () => {
  it('tells links and addresses, and whether a cable carries them', () => {
    const net = network();
    const up = [
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65535 state UNKNOWN',
      '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
      '    inet 127.0.0.1/8 scope host lo',
      '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP',
      '    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
      '    inet 10.0.1.1/24 brd 10.0.1.255 scope global eth0',
    ];
    expect(printed(net, 'ip addr')).toEqual(up);
    expect(printed(net, 'ip a show dev eth0')).toEqual(up.slice(3));
    expect(printed(net, 'ip link set eth0 down', 'ip link')).toEqual([
      '2: eth0: <BROADCAST,MULTICAST> mtu 1500 state DOWN',
      '    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
    ]);
    net.timeline.act({ kind: 'change', change: { devices: [], cables: [], programs: [], remove: ['pc1-router1'] } });
    expect(printed(net, 'ip link set dev eth0 up', 'ip link')[0]).toBe(
      '2: eth0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 state DOWN',
    );
  });

  it('counts with -s what went through an interface', () => {
    const net = network();
    net.type('pc1', 'ping -c 1 10.0.2.1').run('1s');
    expect(printed(net, 'ip -s link show eth0').slice(2)).toEqual([
      '    RX:  bytes    packets     errors    dropped',
      expect.stringMatching(/^ +\d+ +2 +0 +0$/),
      '    TX:  bytes    packets',
      expect.stringMatching(/^ +\d+ +2$/),
    ]);
  });

  it('gives an address in place of another, and takes it away', () => {
    const net = network();
    expect(printed(net, 'ip addr add 10.0.1.7/24 dev eth0')).toEqual([
      'Error: eth0 has 10.0.1.1/24 already and takes one address: use "replace", or "del" first.',
    ]);
    expect(printed(net, 'ip addr replace 10.0.1.7/24 dev eth0', 'hostname -I')).toEqual(['10.0.1.7']);
    expect(printed(net, 'ip addr del 10.0.1.1/24 dev eth0')).toEqual([
      'RTNETLINK answers: Cannot assign requested address',
    ]);
    expect(printed(net, 'ip addr del 10.0.1.7/24 dev eth0', 'hostname -I')).toEqual(['']);
    expect(printed(net, 'ip addr add 10.0.1.8/24 dev eth0', 'hostname -I')).toEqual(['10.0.1.8']);
    expect(printed(net, 'ip addr flush dev eth0', 'ip addr show eth0')).toHaveLength(2);
  });

  it('tells routes, and which row decides about a destination', () => {
    const net = network();
    expect(printed(net, 'ip route')).toEqual([
      'default via 10.0.1.254 dev eth0 proto static',
      '10.0.1.0/24 dev eth0 proto kernel scope link src 10.0.1.1',
    ]);
    expect(printed(net, 'ip route add 10.9.0.0/16 via 10.0.1.254 metric 5', 'ip route get 10.9.1.1')).toEqual([
      '10.9.1.1 via 10.0.1.254 dev eth0 src 10.0.1.1',
      '    matched: 10.9.0.0/16 via 10.0.1.254 dev eth0 proto static metric 5',
    ]);
    expect(printed(net, 'ip route get 10.0.1.1')).toEqual(['local 10.0.1.1 dev lo src 10.0.1.1']);
    expect(printed(net, 'ip route del 10.9.0.0/16', 'ip route show 10.9.0.0/16')).toEqual([]);
    expect(printed(net, 'ip route del 10.9.0.0/16')).toEqual(['RTNETLINK answers: No such process']);
    expect(printed(net, 'ip route add 10.8.0.0/16 via 172.16.0.1')).toEqual([
      'RTNETLINK answers: Network is unreachable',
    ]);
    expect(printed(net, 'ip route del default', 'ip route get 192.0.2.1')).toEqual([
      'RTNETLINK answers: Network is unreachable',
    ]);
  });

  it('tells neighbours in their states, and sets and forgets them', () => {
    const net = network();
    net.type('pc1', 'ping -c 1 10.0.2.1').run('1s').type('pc1', 'ping -c 1 10.0.1.99 &');
    expect(printed(net, 'ip neigh')).toEqual([
      '10.0.1.254 dev eth0 lladdr 02:00:00:00:00:03 REACHABLE',
      '10.0.1.99 dev eth0 INCOMPLETE',
    ]);
    expect(
      printed(net, 'ip neigh add 10.0.1.7 lladdr 02:00:00:00:00:77 dev eth0', 'ip neigh | grep PERMANENT'),
    ).toEqual(['10.0.1.7 dev eth0 lladdr 02:00:00:00:00:77 PERMANENT']);
    expect(printed(net, 'ip neigh flush dev eth0', 'ip neigh')).toHaveLength(1);
    expect(printed(net, 'ip neigh del 10.0.1.7 dev eth0', 'ip neigh')).toEqual([]);
  });

  it.each([
    ['ip', 'ip: an object is missing: addr, link, route or neigh'],
    ['ip tunnel', 'ip: Object "tunnel" is unknown, try "help ip".'],
    ['ip addr add 10.0.0.300/24 dev eth0', 'Error: any valid prefix is expected rather than "10.0.0.300/24".'],
    ['ip addr add 10.0.0.3/24', 'Error: Not enough information: "dev" argument is required.'],
    ['ip link set eth9 up', 'Error: Cannot find device "eth9"'],
    ['ip route add 10.0.0.1/8 via 10.0.1.254', 'Error: Invalid prefix for given prefix length.'],
    ['ip neigh add 10.0.1.5 dev eth0', 'Error: Device, destination and "lladdr" are required arguments.'],
  ])('refuses %s', (line, text) => expect(printed(network(), line)[0]).toBe(text));
});

describe('ifconfig', () => {
  it('tells interfaces with their flags, and sets them', () => {
    const net = network();
    const lines = [
      'eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500',
      '        inet 10.0.1.1  netmask 255.255.255.0  broadcast 10.0.1.255',
      '        ether 02:00:00:00:00:01  (Ethernet)',
      '        RX packets 0  bytes 0 (0.0 B)',
      '        RX errors 0  dropped 0',
      '        TX packets 0  bytes 0 (0.0 B)',
      '',
    ];
    expect(printed(net, 'ifconfig eth0')).toEqual(lines);
    expect(printed(net, 'ifconfig')[7]).toBe('lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65535');
    expect(printed(net, 'ifconfig eth0 10.0.1.5 netmask 255.255.255.128', 'ifconfig eth0')[1]).toBe(
      '        inet 10.0.1.5  netmask 255.255.255.128  broadcast 10.0.1.127',
    );
    expect(printed(net, 'ifconfig eth0 down', 'ifconfig -a')[0]).toBe(
      'eth0: flags=4098<BROADCAST,MULTICAST>  mtu 1500',
    );
    expect(printed(net, 'ifconfig eth5')).toEqual(['eth5: error fetching interface information: Device not found']);
  });
});

describe('route', () => {
  it('tells the table with gateways, masks and flags, and changes it', () => {
    const net = network();
    const head = [
      'Kernel IP routing table',
      'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface',
      '0.0.0.0         10.0.1.254      0.0.0.0         UG    0      0        0 eth0',
      '10.0.1.0        0.0.0.0         255.255.255.0   U     0      0        0 eth0',
    ];
    expect(printed(net, 'route -n')).toEqual(head);
    expect(
      printed(
        net,
        'route add -net 10.7.0.0 netmask 255.255.0.0 gw 10.0.1.254 metric 3',
        'route add -host 10.8.0.1 gw 10.0.1.254',
        'route -n',
      ),
    ).toEqual([
      ...head,
      '10.7.0.0        10.0.1.254      255.255.0.0     UG    3      0        0 eth0',
      '10.8.0.1        10.0.1.254      255.255.255.255 UGH   0      0        0 eth0',
    ]);
    expect(printed(net, 'route del default', 'route del -net 10.7.0.0/16', 'netstat -rn')).toEqual([
      'Kernel IP routing table',
      'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface',
      '10.0.1.0        0.0.0.0         255.255.255.0   U         0 0          0 eth0',
      '10.8.0.1        10.0.1.254      255.255.255.255 UGH       0 0          0 eth0',
    ]);
    expect(printed(net, 'route del default')).toEqual(['SIOCDELRT: No such process']);
    expect(printed(net, 'route add -net 10.7.0.1/16 gw 10.0.1.254')[0]).toBe(
      "route: netmask doesn't match route address",
    );
  });
});

describe('arp', () => {
  it('tells the cache as a table and in BSD style, and changes it', () => {
    const net = network();
    net.type('pc1', 'ping -c 1 10.0.2.1').run('1s').type('pc1', 'ping -c 1 10.0.1.99 &');
    expect(printed(net, 'arp -n')).toEqual([
      'Address                  HWtype  HWaddress           Flags Mask            Iface',
      '10.0.1.254               ether   02:00:00:00:00:03   C                     eth0',
      '10.0.1.99                        (incomplete)                              eth0',
    ]);
    expect(printed(net, 'arp -s 10.0.1.7 02:00:00:00:00:77', 'arp -a')).toEqual([
      '? (10.0.1.254) at 02:00:00:00:00:03 [ether] on eth0',
      '? (10.0.1.99) at <incomplete> on eth0',
      '? (10.0.1.7) at 02:00:00:00:00:77 [ether] PERM on eth0',
    ]);
    expect(printed(net, 'arp -d 10.0.1.7', 'arp 10.0.1.7')).toEqual(['arp: 10.0.1.7 (10.0.1.7) -- no entry']);
    expect(printed(net, 'arp -d 10.0.1.7')).toEqual(['arp: No ARP entry for 10.0.1.7']);
    expect(printed(net, 'arp -s 10.0.1.7')[0]).toBe('arp: need an address and a hardware address');
  });
});
