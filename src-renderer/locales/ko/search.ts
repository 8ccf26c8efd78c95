/** 명령과 대상을 찾는 칸. */
export default {
  field: '명령과 대상 찾기',
  list: '찾은 것',
  none: '“{query}”에 맞는 것이 없습니다. 글자를 줄이거나 이름, 주소, “캡처” 같은 말을 넣어 보세요.',
  hint: '↑ ↓ 이동 · Enter 실행하거나 보기 · 이름, 주소, 연결, 설정을 한국어와 영어로 찾습니다. 초성(ㄴㅌㅇㅋ)도 됩니다',
  count: '찾은 것 없음 | 1개 찾음 | {count}개 찾음',
  sort: {
    command: '명령',
    device: '장치',
    address: '주소',
    cable: '케이블',
    program: '프로그램',
    connection: '연결',
    bookmark: '책갈피',
    note: '메모',
    setting: '설정',
    concept: '설명',
  },
};
