/** The projects that come with the application. */
export default {
  title: 'Templates',
  description: 'Networks that are ready to run. Opening one replaces the drawing.',
  close: 'Close',
  about: {
    starter: 'Hosts, switch, router, hub, server: a ping and a TCP exchange.',
    'two-hosts': 'One cable, ARP and a ping.',
    'hub-and-switch': 'What a hub repeats and a switch learns.',
    'three-routers': 'Routes by hand in a ring: two ways to go.',
    home: 'Addresses by DHCP, one public address for all.',
    loss: 'A media stream over a cable that loses frames.',
    web: 'DNS, a reverse proxy and two servers.',
    machine: 'Room for a real machine: a tunnel hands its frames through, DHCP gives it an address.',
    'hundred-hosts': 'Ten floors, one subnet: large enough to need the map.',
  },
};
