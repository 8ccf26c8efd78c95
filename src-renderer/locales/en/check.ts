/** What the check found for which something was thrown away, and what it would have let pass; one sentence a reason. */
export default {
  ethernet: {
    truncated: '{found} bytes were there; the header needs {expected}.',
    'bad-fcs': 'Frame check sequence {found}; for these bytes it would be {expected}.',
  },
  arp: {
    truncated: '{found} bytes were there; the header needs {expected}.',
    'not-ethernet-ipv4': 'A field of the header holds {found}; for Ethernet and IPv4 it is {expected}.',
  },
  icmp: {
    truncated: '{found} bytes were there; the header needs {expected}.',
    'bad-checksum': 'ICMP checksum {found}; for these bytes it would be {expected}.',
  },
  bpdu: {
    truncated: '{found} bytes were there; the header needs {expected}.',
  },
  ipv4: {
    truncated: '{found} bytes were there; the header needs {expected}.',
    'bad-checksum': 'Header checksum {found}; for these bytes it would be {expected}.',
    'bad-option': 'Byte {found} of the header, among its options, makes no sense.',
  },
  udp: {
    truncated: '{found} bytes were there; the header needs {expected}.',
    'bad-checksum': 'UDP checksum {found}; for these bytes it would be {expected}.',
  },
  tcp: {
    truncated: '{found} bytes were there; the header needs {expected}.',
    'bad-checksum': 'TCP checksum {found}; for these bytes it would be {expected}.',
    unacceptable: 'Sequence numbers {found}; the receive window is {expected}.',
    'no-connection': 'Looked for, and not found: {found}.',
    'old-timestamp': '{found}; not before {expected}, the newest timestamp of this connection, would have passed.',
    'no-timestamp': 'No timestamps option ({found}); both ends have agreed to send it, and the last was {expected}.',
    'backlog-full': 'Connections waiting for accept(): {found}; places in the backlog: {expected}.',
    'syn-queue-full': 'Half-open connections: {found}; places in the SYN queue: {expected}.',
  },
  vlan: {
    'not-allowed': 'VLAN {found}; the port carries {expected}.',
  },
  'ttl-expired': 'TTL {found}; a router passes on {expected} and more.',
  'larger-than-mtu': 'Packet of {found} bytes that may not be cut; the way out carries {expected} bytes.',
  'frame-too-long': '{found} bytes behind the Ethernet header; the cable carries {expected} bytes.',
  'queue-full': 'Frames waiting: {found}; places in the queue: {expected}.',
  'arp-queue-full': 'Packets waiting for this address: {found}; places: {expected}.',
  'arp-cache-full': 'Neighbours in the ARP cache: {found}; places: {expected}.',
  'martian-address': 'Found: {found}. Only {expected} passes.',
  'unknown-icmp-type': 'ICMP type {found}.',
  'not-for-this-adapter': 'Destination MAC {found}; this adapter is {expected}.',
  'unknown-ethertype': 'EtherType {found}; understood are {expected}.',
  'unknown-protocol': 'IP protocol number {found}.',
  'not-forwarding': 'Destination {found}; this interface is {expected}.',
  'no-route': 'Destination {found}: no row of the route table covers it.',
  'port-unreachable': 'UDP destination {found}: no socket is bound to it.',
};
