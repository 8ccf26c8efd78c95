// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineComponent, shallowRef, type ComputedRef } from 'vue';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { i18n } from '#renderer/locales/index.ts';
import { hits, useEntries, type Entry } from '#renderer/search/entries.ts';
import { SYNONYMS } from '#renderer/search/synonyms.ts';
import { useDocument } from '#renderer/stores/document.ts';

/** Rows a person reads before they type something else. */
const READ = 3;

/** The words of study notes, in English and Korean, by what the search is to lead to. */
const TERMS: readonly (readonly [id: string, words: string])[] = [
  // A: the path down the stack
  [
    'concept sockets',
    'socket library, 소켓 라이브러리, socket(), connect(), bind(), listen(), accept(), descriptor, 디스크립터, 소켓',
  ],
  ['concept sockets', 'server socket, 서버 소켓, client socket, 클라이언트 소켓'],
  ['concept dns', 'resolver, 리졸버, DNS server, DNS 서버, 네임 서버, name server, 도메인'],
  [
    'concept frame',
    'protocol stack, 프로토콜 스택, 계층, layer, encapsulation, 캡슐화, 랜카드, LAN driver, LAN 드라이버, LAN 어댑터',
  ],
  [
    'concept ports',
    'port, 포트, 포트 번호, endpoint, 종단점, ephemeral port, 임시 포트, four-tuple, 4-tuple, well-known port',
  ],
  ['view.terminal', 'netstat, ping, traceroute, curl, dig, 명령줄'],
  ['insert.program', 'application, 애플리케이션, 소켓 프로그램'],
  ['concept handshake', 'passive open, active open, 수동 열기, 능동 열기, simultaneous open, 동시 열기'],
  // B: Ethernet, IP, hop by hop
  [
    'concept frame',
    'Ethernet, 이더넷, MAC header, MAC 헤더, IP header, IP 헤더, TCP header, TCP 헤더, payload, FCS, CRC, hop by hop',
  ],
  ['concept ip-address', 'IP, IP address, IP 주소, subnet, 서브넷, 기본 게이트웨이, default gateway, adapter, 어댑터'],
  ['concept routing', 'routing table, 라우팅 테이블, 라우팅 표, next hop, 다음 홉, 라우터'],
  [
    'concept arp-cache',
    'ARP, ARP cache, ARP 캐시, MAC address, MAC 주소, broadcast, 브로드캐스트, address conflict, 주소 충돌, IP 충돌',
  ],
  ['concept hub', 'hub, 허브, collision, 충돌, collision domain, 충돌 도메인'],
  ['concept mac-table', 'MAC table, MAC 주소 테이블, 스위치, flood, flooding, 플러딩, unicast, 유니캐스트, 브리지'],
  ['concept vlan', 'VLAN, broadcast domain, 브로드캐스트 도메인'],
  ['concept icmp', 'ICMP, echo, 핑, destination unreachable, port unreachable, 도달 불가'],
  ['concept ttl', 'TTL, time to live, TTL exceeded, TTL 초과, 홉, hop limit'],
  ['concept mtu', 'MTU, MSS, fragmentation, 단편화, fragmentation needed, reassembly, 재조립, DF, path MTU, 경로 MTU'],
  ['concept udp', 'checksum, 체크섬'],
  ['figure.hops-copy', 'hop table, 홉 표'],
  // C: TCP open
  ['concept states', 'CLOSED, LISTEN, SYN_SENT, SYN_RCVD, SYN-RECEIVED, ESTABLISHED, 상태 전이도, state diagram'],
  [
    'concept handshake',
    'SYN, SYN+ACK, three-way handshake, 3-way handshake, 3방향 핸드셰이크, 3-way 핸드쉐이크, 연결 수립, 연결 설정',
  ],
  ['concept sequence', 'sequence number, seq, ACK, acknowledgment, 순서 번호, 시퀀스 번호, 확인 응답'],
  ['setting tcp initialSequenceNumber', 'initial sequence number, 초기 순서 번호, ISN'],
  ['concept states', 'RST, reset, 리셋, connection refused, 연결 거부, abort, 강제 종료'],
  ['setting tcp acceptQueue', 'backlog, 백로그'],
  ['setting tcp synRetries', 'connection timeout, 연결 시간 초과'],
  ['setting tcp synQueue', 'SYN flood, half-open connections'],
  ['view.conversation', 'ladder, 사다리, sequence diagram, 시퀀스 다이어그램'],
  // D: TCP data
  ['setting tcp nagle', 'Nagle, 나글, 네이글, ㄴㄱ, TCP_NODELAY'],
  [
    'concept sequence',
    'PSH, stream, 스트림, message boundary, 메시지 경계, piggy-backing, 피기백, cumulative ACK, 누적 확인 응답',
  ],
  [
    'concept retransmission',
    'RTO, retransmission, 재전송, 재전송 타이머, exponential back-off, 지수 백오프, duplicate ACK, 중복 ACK',
  ],
  [
    'concept retransmission',
    'fast retransmit, 빠른 재전송, SACK, SRTT, RTTVAR, RTT, 왕복 시간, Karn, ETIMEDOUT, timeout, 유실',
  ],
  ['setting tcp dataRetries', 'retry limit, 재전송 횟수, retry'],
  [
    'concept window',
    'sliding window, 슬라이딩 윈도우, window, 윈도우, zero window, 제로 윈도우, persist, window probe, 퍼시스트',
  ],
  ['concept window', 'window update, 윈도우 갱신, flow control, 흐름 제어, 흐름제어, 버퍼'],
  ['setting tcp fixedWindow', 'stop-and-wait, 정지-대기, 정지 대기, ping-pong, 핑퐁'],
  ['setting tcp acknowledgmentDelay', 'delayed ACK, 지연 ACK, 지연 확인 응답'],
  ['setting tcp sendBuffer', 'send buffer, 송신 버퍼'],
  ['setting tcp receiveBuffer', 'receive buffer, 수신 버퍼'],
  [
    'concept congestion',
    'congestion control, 혼잡 제어, 혼잡제어, congestion window, 혼잡 윈도우, cwnd, ssthresh, NewReno, CUBIC',
  ],
  [
    'concept congestion',
    'slow start, 느린 시작, 슬로 스타트, congestion avoidance, 혼잡 회피, fast recovery, 빠른 회복',
  ],
  // E: TCP close
  [
    'concept states',
    'FIN, FIN_WAIT_1, FIN_WAIT_2, FIN-WAIT-2, CLOSE_WAIT, LAST_ACK, CLOSING, four-way close, 4-way handshake',
  ],
  ['concept states', '연결 종료, simultaneous close, 동시 종료, active close, passive close, 능동 종료'],
  ['concept half-close', 'half-close, half close, 반만 닫기, 하프 클로즈, SHUT_WR, shutdown'],
  ['concept time-wait', 'TIME_WAIT, TIME-WAIT, 타임 웨이트, MSL, 2MSL, EADDRINUSE, SO_REUSEADDR, stray segment'],
  [
    'concept port-exhaustion',
    'port exhaustion, ephemeral port exhaustion, 포트 고갈, EADDRNOTAVAIL, socket memory, 소켓 메모리',
  ],
  ['setting tcp descriptorLimit', 'leaking server, 소켓 누수, EMFILE'],
  ['setting tcp finWait2Timeout', 'FIN_WAIT_2'],
  ['network.kill', 'kill, 프로세스 종료'],
  ['network.plug', 'unplugged cable, 케이블 뽑기'],
  ['concept filter', 'firewall, 방화벽, packet filter, 패킷 필터'],
  // F: UDP and what is built above
  ['concept udp', 'UDP, datagram, 데이터그램, connectionless, 비연결형'],
  ['file.example-loss', 'streaming, 스트리밍, 음성, loss, 손실'],
  ['concept delay', 'jitter, 지터, bandwidth, 대역폭, latency, 지연, throughput, 처리량'],
  ['concept http', 'HTTP, HTTP/1.0, HTTP/1.1, keep-alive, session, 세션, QUIC, TLS, 브라우저'],
  ['setting tcp keepAlive', 'keep-alive, 킵얼라이브'],
  ['file.example-web', 'reverse proxy, 리버스 프록시'],
  // G: reality beside it, and what else a course has
  ['view.kernel-lab', 'kernel lab, 커널 실험실, 커널 실습, real sockets, 실제 소켓'],
  ['concept gateway', 'loopback, 루프백, localhost, real program, 실제 프로그램, 게이트웨이'],
  ['figure.capture-all', 'pcap, 패킷 캡처, Wireshark, 와이어샤크'],
  ['concept nat', 'NAT, 주소 변환, 공유기, 포트 포워딩'],
  ['concept dhcp', 'DHCP, 동적 주소 할당'],
  ['concept spanning-tree', 'STP, 스패닝 트리, broadcast storm'],
  ['concept rip', 'RIP'],
];

let pinia: Pinia;
beforeEach(async () => {
  localStorage.clear();
  setActivePinia((pinia = createPinia()));
  await useDocument().open(writeDocument(starterDocument()));
});

function entriesIn(locale: 'en' | 'ko'): readonly Entry[] {
  i18n.global.locale.value = locale;
  let entries!: ComputedRef<Entry[]>;
  const Listing = defineComponent({
    setup() {
      entries = useEntries(shallowRef([]));
      return () => null;
    },
  });
  mount(Listing, { global: { plugins: [pinia, i18n] } });
  return entries.value;
}

describe.each(['en', 'ko'] as const)('a word of study notes leads to what it is here, in a window in %s', (locale) => {
  it.each(TERMS)('%s: %s', (id, words) => {
    const entries = entriesIn(locale);
    const lost = words.split(', ').flatMap((word) => {
      const found = hits(word, entries, []).slice(0, READ);
      return found.some(({ entry }) => entry.id === id) ? [] : [`${word}: ${found.map(({ entry }) => entry.id)}`];
    });
    expect(lost).toEqual([]);
  });
});

describe('the names of lectures', () => {
  it('are of something that can be found, each once', () => {
    const ids = new Set(entriesIn('en').map(({ id }) => id));
    for (const [id, names] of SYNONYMS) {
      expect(ids).toContain(id);
      expect(new Set(names).size, id).toBe(names.length);
    }
  });
});
