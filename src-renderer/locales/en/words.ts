/** Words that stand for names inside sentences. */
export default {
  world: 'the network',
  none: 'no port',
  direct: 'the destination itself',
  forgotten: 'forgotten',
  arp: {
    incomplete: 'incomplete',
    reachable: 'reachable',
    stale: 'stale',
    probe: 'probe',
  },
  icmp: {
    'net-unreachable': 'network unreachable',
    'host-unreachable': 'host unreachable',
    'protocol-unreachable': 'protocol unreachable',
    'port-unreachable': 'port unreachable',
    'fragmentation-needed': 'too large for the next cable, and it must not be cut',
    unreachable: 'destination unreachable',
    'time-exceeded': 'time to live exceeded',
    'parameter-problem': 'parameter problem',
  },
  timer: {
    retransmission: 'retransmission',
    persist: 'persist',
    'time-wait': 'TIME-WAIT',
    'delayed-ack': 'delayed ACK',
    'keep-alive': 'keep-alive',
    'fin-wait-2': 'FIN-WAIT-2',
    'user-timeout': 'user timeout',
    linger: 'linger',
  },
};
