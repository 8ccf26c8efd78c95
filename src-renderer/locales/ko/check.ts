/** What the check found for which something was thrown away, and what it would have let pass; one sentence a reason. */
export default {
  ethernet: {
    truncated: '받은 바이트 {found}개, 헤더에 필요한 바이트 {expected}개.',
    'bad-fcs': '프레임 검사 순서(FCS) {found}, 이 바이트대로라면 {expected}.',
  },
  arp: {
    truncated: '받은 바이트 {found}개, 헤더에 필요한 바이트 {expected}개.',
    'not-ethernet-ipv4': '헤더 필드의 값 {found}, 이더넷과 IPv4라면 {expected}.',
  },
  icmp: {
    truncated: '받은 바이트 {found}개, 헤더에 필요한 바이트 {expected}개.',
    'bad-checksum': 'ICMP 체크섬 {found}, 이 바이트대로라면 {expected}.',
  },
  bpdu: {
    truncated: '받은 바이트 {found}개, 헤더에 필요한 바이트 {expected}개.',
  },
  ipv4: {
    truncated: '받은 바이트 {found}개, 헤더에 필요한 바이트 {expected}개.',
    'bad-checksum': '헤더 체크섬 {found}, 이 바이트대로라면 {expected}.',
    'bad-option': '헤더의 {found}번째 바이트에 있는 옵션이 잘못됨.',
  },
  udp: {
    truncated: '받은 바이트 {found}개, 헤더에 필요한 바이트 {expected}개.',
    'bad-checksum': 'UDP 체크섬 {found}, 이 바이트대로라면 {expected}.',
  },
  tcp: {
    truncated: '받은 바이트 {found}개, 헤더에 필요한 바이트 {expected}개.',
    'bad-checksum': 'TCP 체크섬 {found}, 이 바이트대로라면 {expected}.',
    unacceptable: '순서 번호 {found}, 수신 윈도우 {expected}.',
    'no-connection': '찾았으나 없는 연결: {found}.',
    'old-timestamp': '{found}. 이 연결의 가장 새로운 타임스탬프 {expected} 이후여야 통과.',
    'no-timestamp': '타임스탬프 옵션 없음({found}). 양 끝이 보내기로 합의했고, 마지막 값은 {expected}.',
    'backlog-full': 'accept()를 기다리는 연결 {found}개, 백로그의 자리 {expected}개.',
    'syn-queue-full': '반열린 연결 {found}개, SYN 큐의 자리 {expected}개.',
  },
  vlan: {
    'not-allowed': 'VLAN {found}, 포트가 나르는 VLAN {expected}.',
  },
  'ttl-expired': 'TTL {found}, 라우터가 넘겨주려면 {expected} 이상.',
  'larger-than-mtu': '나눌 수 없는 패킷 {found}바이트, 나가는 쪽의 MTU {expected}바이트.',
  'frame-too-long': '이더넷 헤더 뒤 {found}바이트, 케이블의 MTU {expected}바이트.',
  'queue-full': '기다리던 프레임 {found}개, 큐의 자리 {expected}개.',
  'arp-queue-full': '이 주소를 기다리던 패킷 {found}개, 자리 {expected}개.',
  'arp-cache-full': 'ARP 캐시의 이웃 {found}개, 자리 {expected}개.',
  'martian-address': '찾은 값: {found}. 통과하려면 {expected}.',
  'unknown-icmp-type': 'ICMP 유형 {found}.',
  'not-for-this-adapter': '목적지 MAC {found}, 이 어댑터의 MAC {expected}.',
  'unknown-ethertype': 'EtherType {found}, 이해하는 값 {expected}.',
  'unknown-protocol': 'IP 프로토콜 번호 {found}.',
  'not-forwarding': '목적지 {found}, 이 인터페이스의 주소 {expected}.',
  'no-route': '목적지 {found}: 맞는 경로가 라우팅 테이블에 없음.',
  'port-unreachable': 'UDP 목적지 {found}: 연결(bind)된 소켓 없음.',
};
