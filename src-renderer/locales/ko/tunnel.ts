/** 프레임 터널: 그림에 꽂은 가상 머신, 실제 커널, 다른 창. */
export default {
  title: '프레임 터널',
  hint: '그림 밖으로 나가는 케이블입니다. 이 컴퓨터 안에서만 UDP 데이터그램에 이더넷 프레임을 실어 나릅니다. 반대쪽에는 가상 머신, 이 컴퓨터의 커널, 다른 Hopscope가 올 수 있습니다.',
  address: '주소',
  port: '여기 UDP 포트',
  'peer-port': '상대 포트',
  'give-ports': '빈 포트 두 개 고르기',
  'switch-on': '켜기: 포트 {port} 열기',
  'switch-off': '끄기: 포트 닫기',
  peer: {
    nobody:
      '열렸지만 상대 포트를 쓰는 프로그램이 아직 없습니다. 프레임은 그대로 보내며, 누군가 듣기 시작하면 도착합니다.',
    quiet: '열렸습니다. 상대 쪽에서 아직 아무것도 오지 않았습니다.',
    heard: '열렸고, 상대 쪽에서 프레임이 옵니다.',
  },
  doubled:
    '밖에서 온 프레임의 MAC 주소 {mac}은(는) 여기 {device}의 주소이기도 합니다. 두 그림이 어댑터에 같은 번호를 매겼기 때문입니다. 스위치와 ARP가 둘을 구별하지 못합니다.',
  readdress: '여기 모든 어댑터에 다른 주소 주기',
  way: '방향',
  frames: '프레임',
  bytes: '바이트',
  entered: '들어옴',
  left: '나감',
  waiting: '시간이 가기를 기다림',
  refused: {
    stranger: '거부: 상대 포트가 아닌 곳에서 옴',
    short: '거부: 이더넷 헤더보다 짧음',
    full: '버림: 기다리는 것이 너무 많음',
    unsent: '버림: 보낼 수 없음',
  },
  clock:
    '켜져 있는 동안 시간은 시계대로 갑니다. 멈추면 프레임이 256 KiB까지 기다리고, 그보다 많이 온 것은 버리고 셉니다.',
  paused:
    '시간이 멈춰 있습니다. 밖에서 온 프레임은 256 KiB까지 기다렸다가 재생하면 이어서 갑니다. 그보다 많이 온 것은 버립니다.',
  past: '과거를 보고 있습니다. 밖에서 온 프레임은 기다리고, 나가는 것은 없습니다. 가장 새로운 순간으로 가서 재생하면 이어집니다.',
  full: '이벤트 목록이 가득 차 시간이 더 갈 수 없고 아무것도 지나지 못합니다. 끄고 처음부터 다시 시작하세요.',
  parted: {
    history: '다른 실행이나 다른 과거를 보게 되어 꺼졌습니다. 지나던 것은 앞의 실행에 속했습니다.',
    lines: '포트가 바뀌어 꺼졌습니다.',
    thread: '시뮬레이션이 다시 시작되어 꺼졌습니다.',
  },
  copy: '복사: {name}',
  copied: '복사했습니다.',
  plug: {
    title: '무엇을 어떻게 꽂나요',
    hopscope: {
      name: '다른 Hopscope',
      how: '거기에 포트를 서로 바꾼 터널을 그리세요. 여기 UDP 포트 {peer}, 상대 포트 {port}. 둘 다 켭니다.',
    },
    qemu: { name: 'QEMU 7.2 이상', how: '가상 머신의 명령줄에 덧붙이세요:' },
    'qemu-old': { name: 'QEMU 모든 버전', how: '같은 뜻의 예전 표현:' },
    virtualbox: { name: 'VirtualBox', how: '가상 머신이 꺼져 있을 때, VM 자리에 그 이름을 넣어:' },
    gns3: {
      name: 'GNS3',
      how: '클라우드의 “UDP tunnels”: local port {peer}, remote host {address}, remote port {port}.',
    },
    socat: {
      name: '이 컴퓨터의 커널(Linux)',
      how: '첫 줄은 그린 서브넷의 주소를 가진 TAP 장치를 만들며 관리자 권한이 한 번 필요합니다. 둘째 줄이 그것을 터널에 잇습니다.',
    },
    'only-ipv4': 'QEMU, VirtualBox, GNS3에는 127.0.0.1이 필요합니다.',
  },
};
