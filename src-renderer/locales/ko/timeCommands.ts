/** What moves the network's time. */
export default {
  play: '재생 또는 일시 정지',
  forward: '한 단계 앞으로',
  back: '한 단계 뒤로',
  start: '처음으로',
  faster: '더 빠르게',
  slower: '더 느리게',
  hopsCopy: '홉 표를 Markdown으로 복사',
  hopsSave: '홉 표 저장…',
  why: {
    noPacket: '먼저 패킷을 선택하세요.',
    nothingOpen: '아직 열린 프로젝트가 없습니다.',
    atStart: '이미 처음입니다.',
    fastest: '가장 빠른 속도입니다.',
    slowest: '가장 느린 속도입니다.',
  },
};
