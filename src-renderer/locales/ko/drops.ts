/** What was thrown away. */
export default {
  title: '버림(drop)',
  none: '버려진 것이 없습니다. 패킷을 손으로 잃게 하거나(P), 케이블 속성에서 손실을 주어 보세요.',
  reasons: '이유',
  list: '버린 패킷(오래된 순)',
  all: '버린 것 모두',
  ahead: '이후 {count}건 더',
  where: '위치',
  reason: '이유',
  earlier: '이전',
  later: '다음',
  page: '{total}건 중 {from}–{to}',
};
