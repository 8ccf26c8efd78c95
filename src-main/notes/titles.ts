/** The words of a hop table in one language. */
export interface HopTitles {
  hop: string;
  departure: string;
  from: string;
  to: string;
  /** In place of a receiver, before the reason. */
  lost: string;
  /** Under the table: what the marks mean. */
  legend: string;
  /** Title of a header field by its filter name; a field without one goes under its filter name. */
  fields: Readonly<Record<string, string>>;
}

/** English, and Korean with the term of the field beside it, as study notes have it. */
export const HOP_TITLES: Readonly<Record<'en' | 'ko', HopTitles>> = {
  en: {
    hop: 'Hop',
    departure: 'Leaves at (s)',
    from: 'From',
    to: 'To',
    lost: 'dropped',
    legend: '**Bold**: differs from the hop before.',
    fields: {
      'eth.src': 'Source MAC',
      'eth.dst': 'Destination MAC',
      'eth.type': 'EtherType',
      'arp.opcode': 'ARP operation',
      'arp.src.hw_mac': 'ARP sender MAC',
      'arp.src.proto_ipv4': 'ARP sender IP',
      'arp.dst.hw_mac': 'ARP target MAC',
      'arp.dst.proto_ipv4': 'ARP target IP',
      'ip.src': 'Source IP',
      'ip.dst': 'Destination IP',
      'ip.ttl': 'TTL',
      'ip.id': 'IP identification',
      'ip.checksum': 'IP checksum',
      'ip.proto': 'Protocol',
      'icmp.type': 'ICMP type',
      'icmp.code': 'ICMP code',
      'icmp.ident': 'ICMP identifier',
      'icmp.seq': 'ICMP sequence',
      'icmp.checksum': 'ICMP checksum',
      'udp.srcport': 'Source port',
      'udp.dstport': 'Destination port',
      'udp.checksum': 'UDP checksum',
      'tcp.srcport': 'Source port',
      'tcp.dstport': 'Destination port',
      'tcp.seq': 'Sequence number',
      'tcp.ack': 'Acknowledgment number',
      'tcp.flags': 'Flags',
      'tcp.window_size_value': 'Window',
      'tcp.checksum': 'TCP checksum',
    },
  },
  ko: {
    hop: '홉',
    departure: '출발 시각 (초)',
    from: '보낸 곳',
    to: '받은 곳',
    lost: '버려짐',
    legend: '**굵은 글씨**: 바로 앞 홉과 달라진 값.',
    fields: {
      'eth.src': '출발지 MAC',
      'eth.dst': '목적지 MAC',
      'eth.type': '이더타입 (EtherType)',
      'arp.opcode': 'ARP 동작 (operation)',
      'arp.src.hw_mac': 'ARP 송신자 MAC',
      'arp.src.proto_ipv4': 'ARP 송신자 IP',
      'arp.dst.hw_mac': 'ARP 대상 MAC',
      'arp.dst.proto_ipv4': 'ARP 대상 IP',
      'ip.src': '출발지 IP',
      'ip.dst': '목적지 IP',
      'ip.ttl': 'TTL',
      'ip.id': 'IP 식별자 (identification)',
      'ip.checksum': 'IP 체크섬',
      'ip.proto': '프로토콜',
      'icmp.type': 'ICMP 종류 (type)',
      'icmp.code': 'ICMP 코드 (code)',
      'icmp.ident': 'ICMP 식별자',
      'icmp.seq': 'ICMP 순번',
      'icmp.checksum': 'ICMP 체크섬',
      'udp.srcport': '출발지 포트',
      'udp.dstport': '목적지 포트',
      'udp.checksum': 'UDP 체크섬',
      'tcp.srcport': '출발지 포트',
      'tcp.dstport': '목적지 포트',
      'tcp.seq': '순서 번호 (seq)',
      'tcp.ack': '확인 응답 번호 (ack)',
      'tcp.flags': '플래그',
      'tcp.window_size_value': '윈도우',
      'tcp.checksum': 'TCP 체크섬',
    },
  },
};
