/** 그릴 수 있는 것. */
export default {
  host: '호스트',
  server: '서버',
  router: '라우터',
  switch: '스위치',
  hub: '허브',
  gateway: '게이트웨이',
  tunnel: '터널',
  cable: '케이블',
  rule: '규칙',
  note: '메모',
};
