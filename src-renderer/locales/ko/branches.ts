/** 한 프로젝트의 실행들: 남겨 둔 미래와 두 번째 실행. */
export default {
  title: '실행',
  button: '실행: {name} (보는 중)',
  first: '첫 실행',
  unnamed: '실행 {number}',
  kept: '{time} 시점의 이전 미래',
  keep: '이전 미래도 남기기',
  'keep-as': '이전 미래의 이름',
  list: '이 프로젝트의 실행',
  means:
    '실행마다 갈라진 곳까지의 과거는 같고 그 뒤의 역사는 따로입니다. 그림은 모두 같고, 실행에 적용된 설정은 그 실행의 것입니다.',
  coming: '다시 만드는 중: {count}개 더',
  name: '이름',
  parted: '갈라진 때',
  never: '처음부터',
  lived: '실행된 데까지',
  looked: '보는 중',
  switch: '보기',
  'switch-to': '{name} 보기',
  remove: '지우기',
  'remove-one': '{name} 지우기',
  'second-title': '여기서 두 번째 실행',
  'second-means':
    '{time}부터 실행이 둘이 됩니다. 새 실행을 보게 되니, 설정을 바꾸고 시간을 흐르게 한 뒤 다른 실행과 비교해 보세요.',
  'second-name': '두 번째 실행의 이름',
  begin: '두 번째 실행 시작',
};
