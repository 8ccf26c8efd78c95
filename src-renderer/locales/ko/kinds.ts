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
  rectangle: '사각형',
  ellipse: '타원',
  line: '선',
  arrow: '화살표',
  text: '글 상자',
  group: '그룹',
};
