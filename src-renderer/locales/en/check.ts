/** What the check found for which something was thrown away, and what it would have let pass; one sentence a reason. */
export default {
  ipv4: {
    truncated: '{found} bytes were there; the header needs {expected}.',
    'bad-checksum': 'Header checksum {found}; for these bytes it would be {expected}.',
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
  },
  vlan: {
    'not-allowed': 'VLAN {found}; the port carries {expected}.',
  },
  'ttl-expired': 'TTL {found}; a router passes on {expected} and more.',
  'larger-than-mtu': 'Packet of {found} bytes that may not be cut; the way out carries {expected} bytes.',
  'frame-too-long': '{found} bytes behind the Ethernet header; the cable carries {expected} bytes.',
  'queue-full': 'Frames waiting: {found}; places in the queue: {expected}.',
  'not-for-this-adapter': 'Destination MAC {found}; this adapter is {expected}.',
  'unknown-ethertype': 'EtherType {found}; understood are {expected}.',
  'unknown-protocol': 'IP protocol number {found}.',
  'not-forwarding': 'Destination {found}; this interface is {expected}.',
  'no-route': 'Destination {found}: no row of the route table covers it.',
  'port-unreachable': 'UDP destination {found}: no socket is bound to it.',
};
