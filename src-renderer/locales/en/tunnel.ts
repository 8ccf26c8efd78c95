/** Frame tunnels: virtual machines, a real kernel and other windows plugged into the drawing. */
export default {
  title: 'Frame tunnel',
  hint: 'A cable that leads out of the drawing: Ethernet frames in UDP datagrams, on this computer only. A virtual machine, the kernel of this computer or another Hopscope can be at the other end.',
  address: 'Address',
  port: 'UDP port here',
  'peer-port': 'Port there',
  'give-ports': 'Choose two free ports',
  'switch-on': 'Switch on: open port {port}',
  'switch-off': 'Switch off: close the port',
  peer: {
    nobody:
      'Open, but no program has the port there yet. Frames are sent all the same; as soon as one listens, they arrive.',
    quiet: 'Open. Nothing has come from the other end yet.',
    heard: 'Open, and frames come from the other end.',
  },
  doubled:
    'A frame from outside comes from the MAC address {mac}, which {device} has here: two drawings number their adapters alike. Switches and ARP cannot tell them apart.',
  readdress: 'Give all adapters here other addresses',
  way: 'Way',
  frames: 'Frames',
  bytes: 'Bytes',
  entered: 'In',
  left: 'Out',
  waiting: 'Waiting for time to go on',
  refused: {
    stranger: 'Refused: from another port than the one there',
    short: 'Refused: shorter than an Ethernet header',
    full: 'Dropped: too many were waiting',
    unsent: 'Dropped: could not be sent',
  },
  clock:
    'While it is on, time runs as the clock does. Pause, and frames wait, up to 256 KiB of them; what comes beyond that is dropped and counted.',
  paused:
    'Time stands: frames from outside wait, up to 256 KiB of them, and go on when you play. What comes beyond that is dropped.',
  past: 'You look at the past: frames from outside wait, and none leaves. Go to the newest moment and play: then they go on.',
  full: 'The event list is full, so time cannot go on and nothing crosses. Switch off and begin again.',
  parted: {
    history:
      'It was switched off because another run or another past is looked at: what crossed it belonged to the other.',
    lines: 'It was switched off because its ports were changed.',
    thread: 'It was switched off because the simulation stopped unexpectedly. Switch it on again to go on.',
  },
  copy: 'Copy: {name}',
  copied: 'Copied.',
  plug: {
    title: 'How to plug something in',
    hopscope: {
      name: 'Another Hopscope',
      how: 'Draw a tunnel there with the ports the other way round: UDP port here {peer}, port there {port}. Switch both on.',
    },
    qemu: { name: 'QEMU 7.2 or newer', how: 'Add to the command line of the virtual machine:' },
    'qemu-old': { name: 'QEMU, any version', how: 'The older way of saying the same:' },
    virtualbox: { name: 'VirtualBox', how: 'While the virtual machine is off, with its name for VM:' },
    gns3: {
      name: 'GNS3',
      how: 'A cloud, “UDP tunnels”: local port {peer}, remote host {address}, remote port {port}.',
    },
    socat: {
      name: 'The kernel of this computer (Linux)',
      how: 'The first line makes a TAP device with an address of the drawn subnet and needs an administrator once; the second joins it to the tunnel.',
    },
    'only-ipv4': 'QEMU, VirtualBox and GNS3 want 127.0.0.1.',
  },
};
