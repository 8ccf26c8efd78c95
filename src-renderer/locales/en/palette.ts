/** The shelf of devices. */
export default {
  title: 'Devices',
  'new-note': 'Note',
  shapes: 'Shapes',
  about: {
    host: 'A computer: runs programs, has one adapter',
    server: 'A computer that waits for others: like a host, drawn as a server',
    router: 'Joins subnets and forwards packets by IP address',
    switch: 'Learns MAC addresses and forwards frames by them',
    hub: 'Repeats every frame to all other ports',
    gateway: 'Lets real programs of this computer in: joins loopback ports to the drawing',
    tunnel:
      'Plugs in a virtual machine, a real kernel or another Hopscope: Ethernet frames in UDP datagrams on loopback',
    note: 'Text on the drawing',
    cable: 'Draw cables between devices',
    rectangle: 'A box around things; drag to draw it',
    ellipse: 'An ellipse; drag to draw it',
    line: 'A line; drag to draw it',
    arrow: 'An arrow; drag to draw it',
    text: 'Words as large as you like',
  },
};
