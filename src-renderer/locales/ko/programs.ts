/** 그림의 프로그램. */
export default {
  title: '프로그램',
  list: '그림의 프로그램',
  none: '아직 프로그램이 없습니다. +로 ping을 추가하세요.',
  start: '{name} 시작',
  show: '{name} 보기',
  remove: '{name} 삭제',
  'ping-about': '{device} → {destination} × {count}',
  'command-about': '{device}: {line}',
  'steps-about': '{device}, 소켓 호출 {count}개',
  at: '{time}에 자동 시작',
  'new-ping': '새 ping',
  'ping-name': 'ping {target}',
  from: '보내는 장치',
  to: '목적지 주소',
  count: '보내는 횟수',
  add: '추가',
};
