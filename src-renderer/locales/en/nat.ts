/** Address translation on a router. */
export default {
  title: 'Address translation (NAT)',
  hint: 'Packets that leave by the outside port get its address and a port of their own; the answers find back by it.',
  outside: 'Outside port',
  off: 'none (off)',
  usual: '{value} (usual)',
  forwards: 'Port forwards',
  port: 'Outside',
  inside: 'Inside',
  'add-forward': 'Add a port forward',
  'remove-forward': 'Remove the forward of {protocol} port {port}',
  'unreadable-inside': 'Write an address and a port: 192.168.1.10:80.',
  filtering: 'Who may come in through a mapping',
  from: {
    'endpoint-independent': 'anybody',
    'address-dependent': 'addresses that were sent to',
    'address-and-port-dependent': 'just the ports that were sent to',
  },
  ports: 'Outside ports for mappings',
  timeouts: 'Mappings are forgotten after',
  timeout: {
    tcpEstablished: 'TCP, open',
    tcpTransitory: 'TCP, opening or closing',
    udp: 'UDP',
    icmp: 'ICMP echo',
  },
};
