/** 알림과 물음. */
export default {
  title: '알림',
  dismiss: '닫기',
  news: { saved: '{name}(으)로 저장했습니다.', copied: '복사했습니다.' },
  questions: {
    'new-future': {
      title: '새로운 미래를 시작할까요?',
      body: '네트워크는 이미 이 순간 뒤까지 실행되었습니다. 그 뒤에 일어난 일은 지워집니다.',
      yes: '새로운 미래 시작',
    },
    unsaved: {
      title: '저장하지 않은 변경을 버릴까요?',
      body: '“{title}”에 저장하지 않은 변경이 있습니다. 계속하면 사라집니다.',
      yes: '변경 버리기',
    },
  },
};
