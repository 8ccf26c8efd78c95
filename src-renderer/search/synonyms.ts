/**
 * What lectures and notes call things that have another name here, by the id of what is found: in English and Korean, parted
 * by commas, and never shown. Words that stand in a title, or are told of in a concept alone, need not stand here too.
 */
const CALLED: Readonly<Record<string, string>> = {
  'concept frame':
    'encapsulation, 캡슐화, MAC 헤더, CRC, NIC, 랜카드, LAN 어댑터, LAN 드라이버, 계층, layer, 프로토콜 스택, protocol stack, preamble, 프리앰블, header, 헤더, MAC header, Ethernet header, IP header, IP 헤더, TCP header, TCP 헤더, LAN driver, LAN adapter, FCS, payload, 페이로드, hex, 16진수, hop by hop, 홉별',
  'concept arp-cache':
    'MAC address resolution, MAC 주소 알아내기, ARP 테이블, ARP table, 브로드캐스트, broadcast, address conflict, duplicate address, 주소 충돌, IP 충돌',
  'concept hub': 'collision domain, 충돌 도메인, repeater, 리피터, CSMA/CD, 더미 허브',
  'concept mac-table':
    'bridge, 브리지, flooding, learning, 학습, unicast, 유니캐스트, 스위칭, CAM table, 스위치, MAC address table, MAC 주소 테이블, MAC 테이블',
  'concept vlan': 'broadcast domain, 브로드캐스트 도메인, 802.1Q',
  'concept spanning-tree': 'STP, RSTP, loop, 루프, broadcast storm, 브로드캐스트 스톰',
  'concept ip-address':
    'default gateway, 기본 게이트웨이, netmask, 서브넷 마스크, CIDR, 네트워크 주소, adapter, 어댑터',
  'concept routing': 'next hop, 다음 홉, longest prefix match, 최장 일치, 라우팅 표, 라우터, 경로 선택',
  'concept ttl': 'hop, 홉, hop limit, TTL exceeded, TTL 초과, 경로 추적, 트레이스라우트, TTL',
  'concept icmp':
    '핑, 도달 불가, port unreachable, host unreachable, 포트 도달 불가, 제어 메시지, ICMP error, ICMP 오류',
  'concept mtu':
    'fragmentation, reassembly, 재조립, DF, MSS, path MTU discovery, 경로 MTU 탐색, 최대 전송 단위, 최대 세그먼트 크기, fragmentation needed',
  'concept ports':
    'endpoint, 종단점, 엔드포인트, ephemeral port, 임시 포트, 동적 포트, four-tuple, 4-tuple, 4튜플, 소켓 쌍, well-known port, 웰노운 포트',
  'concept sockets':
    'descriptor, 디스크립터, 파일 디스크립터, socket library, 소켓 라이브러리, backlog, 백로그, server socket, 서버 소켓, client socket, 클라이언트 소켓, EADDRINUSE, SO_REUSEADDR, 주소 재사용, 시스템 콜, EMFILE, listening socket, socket(), bind(), listen(), accept(), connect(), 소켓 프로그래밍',
  'concept udp':
    'datagram, connectionless, 비연결형, 비연결, 비신뢰성, message boundary, 메시지 경계, 체크섬, checksum, jitter',
  'concept handshake':
    'simultaneous open, 동시 열기, 동시 개방, 3-way handshake, 3-way 핸드셰이크, 3웨이 핸드셰이크, 쓰리웨이 핸드셰이크, 연결 수립, 연결 설정, 접속, passive open, active open, 수동 열기, 능동 열기, SYN_RCVD, 반열린 연결, half-open, SYN 재전송, SYN, SYN+ACK, 3-way, 3way, 핸드쉐이크, 3-way 핸드쉐이크, 쓰리 웨이 핸드쉐이크',
  'concept states':
    'state diagram, 상태 전이도, 상태 전이, 상태 천이, CLOSED, SYN_RCVD, SYN_RECEIVED, LAST_ACK, CLOSING, FIN_WAIT_1, FIN_WAIT_2, RST, reset, 리셋, 강제 종료, connection refused, 연결 거부, four-way close, 4-way handshake, 4-way 핸드셰이크, 4방향 종료, 연결 종료, 접속 종료, 연결 해제, 동시 종료, simultaneous close, active close, passive close, 능동 종료, 수동 종료, LISTEN, FIN, abort, 클로즈 웨이트, 포 웨이 핸드셰이크',
  'concept half-close': 'half closed, 하프 클로즈, 반닫힘, 반종료, shutdown(SHUT_WR), 우아한 종료, graceful close',
  'concept time-wait':
    '2MSL, MSL, EADDRINUSE, SO_REUSEADDR, 대기 시간, 떠도는 세그먼트, stray segment, 타임웨이트, 타임 웨이트',
  'concept port-exhaustion':
    'ephemeral port exhaustion, port exhaustion, 포트 부족, 임시 포트 고갈, 소켓 고갈, 메모리 고갈, socket memory, 소켓 메모리',
  'concept sequence':
    'ISN, seq, ack number, 시퀀스 번호, 일련번호, 순번, 누적 확인 응답, 누적 ACK, cumulative ACK, piggybacking, piggy-backing, 피기백, 피기배킹, stream, 바이트 스트림, 메시지 경계, message boundary, 확인응답, 긍정 응답, PSH, push, sequence number, 순서 제어, 신뢰성',
  'concept window':
    'sliding window, 슬라이딩 윈도우, 슬라이딩 윈도, flow control, 흐름 제어, zero window, 제로 윈도우, 윈도우 프로브, window probe, persist, 퍼시스트, window update, 윈도우 갱신, 윈도우 업데이트, SND.UNA, RCV.NXT, 수신 윈도우, 송신 윈도우, window scale, 수신 버퍼, 송신 버퍼, sliding, 윈도, 버퍼',
  'concept retransmission':
    'timeout, 타임아웃, 재전송 타이머, exponential back-off, 지수 백오프, 백오프, fast retransmit, 빠른 재전송, 고속 재전송, duplicate ACK, 중복 확인 응답, SACK, 선택 확인 응답, RTT, SRTT, RTTVAR, 왕복 시간 측정, Karn, 카른 알고리즘, ETIMEDOUT, 유실, 손실, ARQ, retry, 재시도, RTO',
  'concept congestion':
    'congestion window, 혼잡 윈도우, fast recovery, 빠른 회복, CUBIC, NewReno, Reno, AIMD, 슬로 스타트, 슬로우 스타트, bottleneck, 병목, 신뢰성과 속도, ECN',
  'concept nat': 'NAPT, PAT, 공유기, 사설 주소, 사설 IP, 공인 IP, 포트 포워딩, port forwarding, masquerade',
  'concept filter': 'firewall, 방화벽, ACL, iptables, 접근 제어',
  'concept dhcp': '동적 주소 할당, 자동 IP, lease, 임대',
  'concept dns':
    'resolver, 네임 서버, name server, 도메인, domain name, 이름 풀이, 재귀 질의, nslookup, DNS server, DNS 서버, DNS 조회',
  'concept http':
    'keep-alive, 지속 연결, HTTP/1.0, HTTP/1.1, session, 세션, 웹 서버, web server, 브라우저, QUIC, TLS, HTTPS, HTTP/3, HTTP server, HTTP 서버',
  'concept delay': 'latency, 지연 시간, throughput, 처리량, jitter, 지터, 전파 지연, 전송 지연, 대역폭 지연 곱, BDP',
  'concept drops': 'packet loss, 패킷 손실, 패킷 유실, 패킷 드롭',
  'concept display-filter': '와이어샤크, 패킷 검색',
  'concept gateway': 'loopback, 루프백, localhost, 로컬호스트, 127.0.0.1, 실제 프로그램',
  'view.kernel-lab': 'real sockets, 실제 소켓, 진짜 소켓, 커널 실습',
  'view.terminal':
    'netstat, ping, traceroute, ifconfig, ipconfig, dig, nslookup, curl, telnet, nc, command line, 명령줄, 콘솔, shell, 셸, 쉘',
  'view.conversation': 'ladder, 사다리, 시퀀스 다이어그램, sequence diagram, cwnd 그래프, 그래프',
  'view.why': 'cause, 원인, reason, 까닭',
  'network.kill': 'process, 프로세스 종료, 프로그램 종료, 강제 종료, crash',
  'network.power': 'reboot, 재부팅, 고장',
  'network.plug': 'unplugged cable, 케이블 뽑기, 선 뽑기, 단선',
  'network.rule': 'SYN 유실, 패킷 버리기, fault injection, 장애',
  'network.check': 'diagnosis, 진단, 설정 오류',
  'figure.capture-all': 'pcap, Wireshark, 와이어샤크, 패킷 캡처, 덤프, tcpdump',
  'file.example-web':
    'reverse proxy, 리버스 프록시, 역방향 프록시, load balancer, 로드 밸런서, WAS, 웹 애플리케이션 서버',
  'file.example-loss': 'streaming, 스트리밍, voice, 음성, 영상, video',
  'file.example-home': '공유기, router at home',
  'file.example-hub-and-switch': 'collision domain, 충돌 도메인',
  'file.example-machine': 'virtual machine, 가상 머신, VM, QEMU',
  'insert.program':
    'socket program, 소켓 프로그램, 소켓 프로그래밍, 서버 프로그램, 클라이언트 프로그램, application, 애플리케이션, 응용 프로그램',
  'insert.ping': '핑',
  'insert.gateway': 'real program, 실제 프로그램, curl',
  'setting tcp nagle': '나글, 네이글, 작은 패킷, TCP_NODELAY',
  'setting tcp acknowledgmentDelay': 'delayed ACK, 지연 ACK, 지연 확인 응답, 지연된 확인 응답',
  'setting tcp fixedWindow': 'stop-and-wait, 정지 대기, 핑퐁, ping-pong',
  'setting tcp keepAlive': '킵얼라이브, 킵 얼라이브, SO_KEEPALIVE',
  'setting tcp acceptQueue': 'backlog, 백로그, somaxconn',
  'setting tcp synQueue': 'SYN flood, SYN 플러딩, SYN 큐, 반열림',
  'setting tcp synRetries': 'connection timeout, 연결 시간 초과, 연결 타임아웃',
  'setting tcp dataRetries': 'ETIMEDOUT, 재전송 횟수, 재시도, retry limit, 재전송 한도',
  'setting tcp maximumSegmentLifetime': 'MSL, 2MSL',
  'setting tcp initialSequenceNumber': 'ISN, 시퀀스 번호',
  'setting tcp segmentSize': 'MSS',
  'setting tcp ephemeralFirst': 'ephemeral port, 임시 포트 범위, 동적 포트 범위',
  'setting tcp descriptorLimit':
    'EMFILE, too many open files, 파일 디스크립터 한도, ulimit, leaking server, leaky-server, 소켓 누수',
  'setting tcp finWait2Timeout': 'FIN_WAIT_2 타임아웃',
  'setting tcp retransmissionInitial': '초기 RTO, 재전송 타임아웃',
  'concept virtual-time': 'time travel, 시간 여행, 되감기, rewind',
};

/** The same, name by name. */
export const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(CALLED).map(([id, names]) => [id, names.split(', ')]),
);
