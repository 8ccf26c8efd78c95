/** 환경 설정 대화 상자. */
export default {
  title: '환경 설정',
  colours:
    '프로토콜과 표시의 색은 색각과 관계없이 구별되며, 색마다 글자나 기호가 함께 있습니다. “프로젝터”는 대비가 가장 강합니다.',
  density: '간격',
  densities: { comfortable: '넉넉하게', compact: '촘촘하게' },
  size: '화면 크기',
  smaller: '작게',
  larger: '크게',
  motion: '움직임',
  motions: { system: '시스템 설정대로', reduced: '줄이기', full: '모두' },
  'motion-hint': '패킷은 항상 움직입니다. 그것을 보려는 것이니까요. 줄이면 꾸미기 위한 움직임만 사라집니다.',
  kept: '패널 크기와 함께 이 컴퓨터에 보관되어 다음에 시작할 때도 그대로입니다.',
  defaults: '기본값으로 되돌리기',
  done: '완료',
};
