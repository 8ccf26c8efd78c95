/** 창 자체. */
export default {
  untitled: '제목 없는 네트워크',
  'starter-title': '두 서브넷',
  close: '닫기',
  cancel: '취소',
  menus: '메뉴',
  left: '장치 모음과 프로그램',
  right: '속성 창',
  'resize-left': '장치 모음 너비',
  'resize-right': '속성 창 너비',
  'resize-events': '사건 목록 높이',
  unsaved: '저장하지 않은 변경 있음',
  shortcuts: '키보드 단축키',
  language: { title: '언어', en: 'English', ko: '한국어' },
  theme: { title: '테마', light: '밝게', dark: '어둡게', system: '시스템 설정대로' },
  hand: {
    title: '그림 위에서',
    list: { what: '장치와 케이블을 차례로 살펴보기', how: 'Tab으로 목록에 간 뒤 ↑ ↓' },
    arrows: { what: '선택한 것 옮기기', how: '← → ↑ ↓ (목록에서는 Alt와 함께)' },
    box: { what: '여러 개 선택', how: 'Shift + 클릭, Shift + 끌기' },
    add: { what: '장치 모음에서 추가', how: '항목에서 Enter, 또는 끌어다 놓기' },
  },
};
