/** 라우터의 RIP. */
export default {
  title: '라우팅 프로토콜(RIP)',
  hint: '라우터가 아는 네트워크를 이웃에게 알리고 이웃의 것을 배웁니다.',
  on: 'RIP 버전 2 사용',
  ports: '사용할 포트',
  'all-ports': '주소가 있는 모든 포트',
  'split-horizon': '그 이웃을 거치는 경로를 그 이웃에게는',
  horizon: {
    poisoned: '도달 불가로 알림(poisoned reverse)',
    simple: '알리지 않음(split horizon)',
    off: '다른 경로처럼 알림(끔)',
  },
  triggered: '바뀌면 바로 알림(triggered update)',
  'announce-static': '직접 쓴 경로도 알림',
  times: '시간',
  time: { update: '업데이트 간격', timeout: '도달 불가로 보기까지', garbage: '그 뒤 잊기까지' },
};
