/** 라우터의 주소 변환. */
export default {
  title: '주소 변환(NAT)',
  hint: '바깥쪽 포트로 나가는 패킷은 그 포트의 주소와 별도의 포트 번호를 받고, 응답은 그것으로 되돌아옵니다.',
  outside: '바깥쪽 포트',
  off: '없음(꺼짐)',
  usual: '{value} (기본)',
  forwards: '포트 포워딩(port forwarding)',
  port: '바깥쪽',
  inside: '안쪽',
  'add-forward': '포트 포워딩 추가',
  'remove-forward': '{protocol} 포트 {port} 포워딩 삭제',
  'unreadable-inside': '주소와 포트 번호를 쓰세요: 192.168.1.10:80.',
  filtering: '매핑으로 들어올 수 있는 상대',
  from: {
    'endpoint-independent': '누구나',
    'address-dependent': '보낸 적이 있는 주소',
    'address-and-port-dependent': '보낸 적이 있는 주소와 포트만',
  },
  ports: '매핑에 쓸 바깥쪽 포트 번호',
  timeouts: '매핑을 잊기까지의 시간',
  timeout: {
    tcpEstablished: 'TCP, 열려 있음',
    tcpTransitory: 'TCP, 여닫는 중',
    udp: 'UDP',
    icmp: 'ICMP 에코',
  },
};
