/** The first look around. */
export default {
  title: 'A look around',
  count: '{at} of {of}',
  skip: 'Skip',
  back: 'Back',
  next: 'Next',
  end: 'Begin',
  steps: {
    drawing: {
      title: 'Your network',
      text: 'Devices and cables. Drag to move them, click one to see what it knows. Nothing happens until you let time run.',
    },
    palette: {
      title: 'Draw',
      text: 'Drag a device onto the drawing, or press Enter on it. Everything can be undone with Ctrl+Z.',
    },
    programs: {
      title: 'Let something happen',
      text: 'Press ▶ beside a program: its packets go from cable to cable, one hop at a time.',
    },
    time: {
      title: 'Time goes both ways',
      text: 'Space plays and pauses, . and , step forward and back. Drag along the line: every table and socket goes along.',
    },
    events: {
      title: 'What happened',
      text: 'Every event, in order. Choose one and press W to ask why. A filter such as “arp” or “tcp.flags.syn == 1” shows only what you mean.',
    },
    inspector: {
      title: 'Look inside',
      text: 'What is chosen is shown here: a device with its tables, a packet with every byte, a conversation with both ends. “?” explains a word.',
    },
    search: {
      title: 'Find everything',
      text: 'Ctrl+K finds commands, devices, addresses and settings. This tour is there too, and under Help.',
    },
  },
};
