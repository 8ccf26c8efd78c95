/** 커널 실험실: 실제 소켓과 그 시뮬레이션 쌍둥이. */
export default {
  title: '커널 실험실: 실제 소켓과 시뮬레이션 소켓을 나란히',
  open: '커널 실험실',
  recipes: '실험 목록',
  calls: '실험의 호출',
  first:
    '실험을 고르세요. 이 컴퓨터에서 작은 프로그램 둘(서버와 클라이언트)이 시작되고, 한 단계마다 운영 체제의 실제 호출 하나와 시뮬레이터의 같은 호출 하나를 합니다.',
  safe: '127.0.0.1만, 고르면 ::1만 사용합니다. 이 컴퓨터 밖으로 나가는 것은 없고, 실험실을 닫으면 두 프로그램도 끝납니다.',
  address: '실제 소켓의 주소',
  real: '실제',
  twin: '시뮬레이션',
  next: '다음 호출 하기',
  again: '처음부터',
  finished: '모든 호출을 마쳤습니다. 타이머는 계속 갑니다. 지켜보세요.',
  'under-way': '진행 중 …',
  differences: '다른 점과 알아 둘 것',
  alike: '두 표가 같습니다.',
  empty: '이 실험의 포트를 쓰는 소켓이 없습니다.',
  left: '(닫음)',
  datagrams: 'UDP',
  page: {
    copy: 'Markdown으로 복사',
    'copy-hint': '호출, 두 소켓 표, 다른 점을 노트에 쓸 수 있게',
    save: 'Markdown으로 저장…',
  },
  table: { real: '{system}의 소켓 표({address})', twin: '시뮬레이션 호스트의 소켓 표' },
  actor: { server: '서버', client: '클라이언트' },
  column: {
    program: '프로그램',
    call: '호출',
    end: '쪽',
    local: '자기 포트',
    remote: '상대',
    state: '상태',
    receive: 'Recv-Q',
    send: 'Send-Q',
    timer: '타이머',
  },
  recipe: {
    handshake: {
      title: '연결 설정',
      about: 'listen, connect, accept. 연결은 accept 전에 이미 있습니다. 커널이 만들고 프로그램은 가져갈 뿐입니다.',
    },
    'close-by-client': {
      title: '클라이언트가 먼저 닫기',
      about: '먼저 닫는 쪽이 TIME-WAIT로 끝납니다. 두 close 사이에 서버는 CLOSE-WAIT에 있습니다.',
    },
    'close-by-server': {
      title: '서버가 먼저 닫기',
      about: '양쪽을 바꾼 같은 일입니다. 이제 서버가 자기 포트에서 TIME-WAIT에 남습니다.',
    },
    'half-close': {
      title: '반만 닫기',
      about: 'shutdown 뒤에 클라이언트는 더 보내지 않지만 계속 받습니다. 한 방향만 닫혔습니다.',
    },
    reset: {
      title: '재설정(RST)',
      about: 'SO_LINGER 0으로 닫으면 RST를 보냅니다. FIN도 TIME-WAIT도 없고, 상대는 다음 호출에서 압니다.',
    },
    refused: { title: '거절', about: '그 포트에서 듣는 프로그램이 없습니다. 커널이 SYN에 RST로 답합니다.' },
    'time-wait': {
      title: 'TIME-WAIT와 포트',
      about: '연결이 기다리는 동안 클라이언트의 포트는 아직 쓰이고 있습니다. 서버는 자기 포트에서 다시 시작합니다.',
    },
    'close-wait': {
      title: '남아 있는 CLOSE-WAIT',
      about: '클라이언트는 떠났고 서버는 닫지 않습니다. CLOSE-WAIT에는 타이머가 없어서 프로그램만이 끝낼 수 있습니다.',
    },
    'fin-wait-2': {
      title: 'FIN-WAIT-2',
      about:
        '상대가 FIN을 보내지 않습니다. 프로그램이 소켓을 쥐고 있으면 끝없이 갈 수 있고, 그 뒤에는 타이머가 끝냅니다.',
    },
    backlog: {
      title: '가득 찬 백로그',
      about: '서버가 멈춰서 accept하지 않습니다. 연결은 백로그까지 줄을 서고, 그 뒤의 SYN은 버려져 다시 보내집니다.',
    },
    'address-in-use': {
      title: '이미 쓰이는 주소',
      about: '두 프로그램이 한 포트에서 들을 수는 없습니다. 첫째가 닫으면 둘째가 들을 수 있습니다.',
    },
    'slow-reader': {
      title: '느리게 읽는 쪽',
      about: '서버가 읽지 않습니다. Recv-Q가 차고 윈도우가 닫히고 Send-Q가 차서, 누가 읽을 때까지 send가 기다립니다.',
    },
    merged: {
      title: '세 번 쓰고 한 번 읽기',
      about: 'TCP에는 메시지 경계가 없습니다. 세 번에 쓴 것을 한 번에 읽습니다.',
    },
    killed: { title: '죽은 프로그램', about: '서버를 죽입니다. 커널이 그 소켓을 닫아서 클라이언트는 FIN을 봅니다.' },
    'killed-with-data': {
      title: '읽지 않은 데이터를 두고 죽음',
      about: '아무도 읽지 않은 데이터가 있을 때입니다. 잃어버린 것을 알리려고 커널이 RST를 보냅니다.',
    },
    datagrams: { title: 'UDP 데이터그램', about: '연결도 상태도 없습니다. 데이터그램은 하나씩 통째로 읽힙니다.' },
    'http-keep-alive': {
      title: 'HTTP/1.1 연결 유지',
      about: '연결 하나로 요청 둘: 연결 설정 한 번, 종료 한 번입니다.',
    },
    'http-close': {
      title: 'HTTP/1.0 닫기',
      about: '답마다 연결이 끝납니다. 연결 설정 둘, 종료 둘, 그리고 서버에 TIME-WAIT 둘이 남습니다.',
    },
  },
};
