/** 호스트의 DNS 서버와 파일. */
export default {
  title: '이름과 파일',
  resolver: 'DNS 서버',
  'resolver-hint': '명령에 쓴 이름을 이 서버에 차례로 묻습니다. 최대 세 개.',
  files: '파일',
  'files-hint':
    '프로그램이 읽는 것: http-server의 페이지(/index.html), dns-server의 존(zone), 묻지 않고도 아는 이름(/etc/hosts).',
  path: '경로',
  text: '내용',
  'text-of': '{path}의 내용',
  new: '새 파일',
  add: '파일 추가',
  remove: '{path} 삭제',
};
