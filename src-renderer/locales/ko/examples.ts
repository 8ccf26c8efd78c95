/** 함께 오는 프로젝트에 든 프로그램의 이름. */
export default {
  starter: { ping: '서버에 ping', 'tcp-server': 'TCP 교환 (서버)', 'tcp-client': 'TCP 교환' },
  'two-hosts': { ping: 'pc2에 ping' },
  'hub-and-switch': { 'by-hub': '허브를 지나는 ping', 'by-switch': '스위치를 지나는 ping' },
  'three-routers': { ping: 'pc2에 ping', trace: 'pc3까지 traceroute' },
  home: {
    dns: 'DNS 서버',
    http: '웹 서버',
    'laptop-page': 'laptop이 페이지 받기',
    'phone-page': 'phone이 페이지 받기',
  },
  loss: {
    names: 'DNS 서버',
    stream: '스트림 서버',
    'bulk-server': '처리율 서버',
    'watch-udp': 'UDP로 시청',
    'watch-tcp': 'TCP로 시청',
    throughput: '처리율 재기',
  },
  web: {
    'dns-server': 'DNS 서버',
    'app1-server': '애플리케이션 1',
    'app2-server': '애플리케이션 2',
    'proxy-server': '리버스 프록시',
    'look-up': '이름 찾기',
    fetch: '페이지 받기',
    keep: '연결 하나로 페이지 세 개',
    close: 'HTTP/1.0으로 페이지 세 개',
    download: '더 큰 응답',
  },
  machine: { 'web-server': '웹 서버', 'ping-machine': '첫 번째 기계에 ping' },
  'hundred-hosts': { 'web-server': '웹 서버', ping: '서버에 ping', fetch: '페이지 받기' },
};
