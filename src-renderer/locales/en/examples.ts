/** What the programs in the projects that come with the application are called, by project and program. */
export default {
  starter: { ping: 'ping server', 'tcp-server': 'TCP exchange (server)', 'tcp-client': 'TCP exchange' },
  'two-hosts': { ping: 'ping pc2' },
  'hub-and-switch': { 'by-hub': 'ping across the hub', 'by-switch': 'ping across the switch' },
  'three-routers': { ping: 'ping pc2', trace: 'traceroute to pc3' },
  home: {
    dns: 'DNS server',
    http: 'web server',
    'laptop-page': 'laptop fetches a page',
    'phone-page': 'phone fetches a page',
  },
  loss: {
    names: 'DNS server',
    stream: 'stream server',
    'bulk-server': 'throughput server',
    'watch-udp': 'watch over UDP',
    'watch-tcp': 'watch over TCP',
    throughput: 'measure throughput',
  },
  web: {
    'dns-server': 'DNS server',
    'app1-server': 'application 1',
    'app2-server': 'application 2',
    'proxy-server': 'reverse proxy',
    'look-up': 'look up the name',
    fetch: 'fetch a page',
    keep: 'three pages, one connection',
    close: 'three pages with HTTP/1.0',
    download: 'a larger answer',
  },
  machine: { 'web-server': 'web server', 'ping-machine': 'ping the first machine' },
  'hundred-hosts': { 'web-server': 'web server', ping: 'ping the server', fetch: 'fetch a page' },
};
