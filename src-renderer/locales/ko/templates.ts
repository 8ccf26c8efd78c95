/** The projects that come with the application. */
export default {
  title: '템플릿',
  description: '바로 실행할 수 있는 네트워크입니다. 열면 지금 그림을 대신합니다.',
  close: '닫기',
  about: {
    starter: '호스트, 스위치, 라우터, 허브, 서버: ping과 TCP 교환.',
    'two-hosts': '케이블 하나, ARP와 ping.',
    'hub-and-switch': '허브가 되풀이하는 것과 스위치가 배우는 것.',
    'three-routers': '손으로 쓴 경로, 고리 모양: 갈 길이 둘.',
    home: 'DHCP로 주소를 받고 공인 주소 하나를 나눠 쓰기.',
    loss: '프레임을 잃는 케이블 위의 미디어 스트림.',
    web: 'DNS, 리버스 프록시와 서버 두 대.',
    machine: '실제 컴퓨터의 자리: 터널이 프레임을 주고받고 DHCP가 주소를 줍니다.',
    'hundred-hosts': '열 개 층, 서브넷 하나: 지도가 필요할 만큼 큽니다.',
  },
};
