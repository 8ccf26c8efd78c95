/** 알림과 물음. */
export default {
  title: '알림',
  dismiss: '닫기',
  news: {
    recovered: '“{name}”을(를) 되살렸습니다. 저장하지 않은 채 Hopscope가 끝났었습니다.',
    removed: '{all}개를 삭제했습니다.',
    'removed-one': '삭제했습니다: {name}',
    'removed-with': '삭제했습니다: {name} 그리고 딸린 것 {others}개(케이블, 프로그램)',
    defaults: '모두 처음 값으로 되돌렸습니다.',
    saved: '{name}(으)로 저장했습니다.',
    copied: '복사했습니다.',
    rebuilt: '모두 전과 같습니다: 시각, 장치, 남겨 둔 실행 전부.',
    kept: '이전의 미래를 실행 “{name}”(으)로 남겼습니다.',
    bookmarked: '책갈피를 놓았습니다: “{name}”',
  },
  questions: {
    'recent-gone': {
      title: '“{name}” 파일이 이제 없습니다',
      body: '옮겼거나, 이름을 바꿨거나, 지웠거나, 디스크가 연결되어 있지 않습니다: {path}. 최근 파일 목록에서 뺄까요?',
      yes: '목록에서 빼기',
    },
    'new-future': {
      title: '새로운 미래를 시작할까요?',
      body: '네트워크는 이미 이 순간 뒤까지 실행되었습니다. 그 뒤에 일어난 일은 지워집니다. 따로 실행으로 남겨 두면 다시 돌아가 보고 둘을 비교할 수 있습니다.',
      yes: '새로운 미래 시작',
    },
    'remove-run': {
      title: '실행 “{name}”을(를) 지울까요?',
      body: '그 실행에서 일어난 일이 지워집니다. 그림과 다른 실행은 그대로 남습니다.',
      yes: '실행 지우기',
    },
    unsaved: {
      title: '저장하지 않은 변경을 버릴까요?',
      body: '“{title}”에 저장하지 않은 변경이 있습니다. 계속하면 사라집니다.',
      yes: '변경 버리기',
    },
  },
};
