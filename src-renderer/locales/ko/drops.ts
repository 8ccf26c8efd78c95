/** What was thrown away. */
export default {
  title: '폐기(drop)',
  none: '폐기된 것이 없습니다.',
  reasons: '이유',
  list: '폐기 목록(오래된 순)',
  all: '모든 폐기',
  ahead: '이후 {count}건 더',
  where: '위치',
  reason: '이유',
  earlier: '이전',
  later: '다음',
  page: '{total}건 중 {from}–{to}',
};
