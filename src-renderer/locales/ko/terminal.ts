/** 호스트의 터미널. */
export default {
  title: '터미널',
  open: '열린 터미널',
  none: '열린 터미널이 없습니다. 호스트를 고르고 T를 누르거나 +로 여세요.',
  new: '터미널 열기',
  close: '{name} 터미널 닫기',
  input: '{device} 명령줄',
  stands: '시간이 멈춰 있습니다. {command} 명령이 기다리고 있습니다.',
  play: '재생',
  hint: 'help 명령 목록 · Tab 자동 완성(장치 이름도) · Shift+Tab 나가기 · Ctrl+C 종료',
  beside: '두 개를 나란히',
  smaller: '글자 작게',
  larger: '글자 크게',
};
