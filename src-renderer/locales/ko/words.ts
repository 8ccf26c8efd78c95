/** Words that stand for names inside sentences. */
export default {
  world: '네트워크',
  none: '포트 없음',
  direct: '목적지 자신',
  forgotten: '삭제',
  arp: {
    incomplete: '미완성(incomplete)',
    reachable: '도달 가능(reachable)',
    stale: '오래됨(stale)',
    probe: '확인 중(probe)',
  },
  icmp: {
    'net-unreachable': '네트워크에 도달할 수 없음(network unreachable)',
    'host-unreachable': '호스트에 도달할 수 없음(host unreachable)',
    'protocol-unreachable': '프로토콜에 도달할 수 없음(protocol unreachable)',
    'port-unreachable': '포트에 도달할 수 없음(port unreachable)',
    'fragmentation-needed': '다음 케이블에 너무 크고 나눌 수 없음(fragmentation needed)',
    unreachable: '목적지에 도달할 수 없음(unreachable)',
    'time-exceeded': 'TTL 초과(time exceeded)',
    'parameter-problem': '헤더 값 오류(parameter problem)',
  },
  timer: {
    retransmission: '재전송(retransmission)',
    persist: '퍼시스트(persist)',
    'time-wait': 'TIME-WAIT',
    'delayed-ack': '지연 확인 응답(delayed ACK)',
    'keep-alive': '연결 유지(keep-alive)',
    'fin-wait-2': 'FIN-WAIT-2',
    'user-timeout': '사용자 타임아웃(user timeout)',
    linger: '링거(linger)',
  },
};
