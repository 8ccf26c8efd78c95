/** Why something could not be done: problems of a project, of the host, of the connection. */
export default {
  // The file as a whole.
  'not-text': 'This file is not text, so it is no Hopscope project (.hop).',
  'too-large': 'This file is too large to be a project: {size} bytes, and at most {most} are read.',
  'not-json':
    'This file is no Hopscope project (.hop), or it is damaged: it cannot be read at line {line}, column {column}.',
  'not-a-project': 'This file is no Hopscope project.',
  'newer-version': 'This project was saved by a newer Hopscope (format {version}; this one reads up to {known}).',
  'too-many-records': 'This project has {count} records; at most {most} are possible.',
  'too-many-devices': 'This project has {count} devices; at most {most} are possible.',
  'more-problems': '… and {count} more problems.',
  // One field.
  'bad-record': 'Record {record} is not a record.',
  'unknown-type': 'Record {record} is of a type nobody knows: {value}.',
  'bad-id': 'Record {record} has an id that cannot be used: {value}.',
  'missing-field': '{record}: “{field}” is missing.',
  'unknown-field': '{record}: nobody knows a field “{field}”.',
  'wrong-type': '{record}: “{field}” must be {expected}.',
  'not-a-step': '{value} is not a multiple of {step}.',
  'out-of-range': 'Must be between {least} and {most}; {value} is not.',
  'too-long': 'Too long: at most {most} characters.',
  'too-many': 'Too many: {count}, and at most {most} are possible.',
  'bad-name': 'A name needs at least one letter and cannot hold control characters.',
  'unknown-choice': '“{value}” is none of {choices}.',
  'bad-path': '“{value}” is not a path. It begins with / and has no blanks, such as /index.html.',
  'bad-address':
    '“{value}” is not an IPv4 address. It has four numbers from 0 to 255, none with a zero in front, such as 192.168.1.10.',
  'bad-mac':
    '“{value}” is not a MAC address of one adapter. It has six pairs of hexadecimal digits, the first pair even, such as 02:00:00:00:00:01: an odd one stands for a group.',
  'host-bits-set': '{value} is not the start of its subnet; did you mean {network}?',
  'not-for-this-kind': 'A {kind} has no “{field}”.',
  'port-forwarded-twice': 'Port {port} is forwarded already: choose another.',
  'outside-subnet': '{value} does not lie on the subnet of {subnet}.',
  'range-reversed': '{first} … {last} ends before it begins: write the smaller number first.',
  'does-not-fit': '{record}: “{field}” does not fit “{other}” beside it: change one of them or leave it out.',
  'bad-filter': 'This filter cannot be understood: look at character {at} of “{value}”.',
  'filter-of-facts':
    'A frame on a cable has no {name}. Ask for what stands in it, or for hop.device, hop.port, hop.cable, hop.packet, frame.number or frame.time.',
  'unknown-socket': '{record}: no socket is called “{socket}” at that step.',
  // Between records.
  'duplicate-id': 'Two records have the id {id}.',
  'duplicate-path': 'Two files are called {path}.',
  'duplicate-port': 'Two ports are called {port}.',
  'unknown-device': 'There is no device {device}.',
  'unknown-port': '{device} has no port {port}.',
  'port-used-twice': 'Port {port} of {device} already has a cable.',
  'cable-to-itself': 'A cable cannot join a port with itself.',
  'no-programs-here': 'A {kind} runs no programs: choose a host, a server or a router.',
  'unknown-cable': 'There is no cable {cable}.',
  'too-many-rules': 'Cable {cable} has {count} rules; at most {most} are possible.',
  'unknown-member': 'Group {record} holds {member}, which is not there or cannot be grouped.',
  'grouped-twice': '{member} is in two groups, {other} and {record}.',
  'group-in-itself': 'Group {record} is inside itself.',
  'empty-group': 'Group {record} holds nothing.',
  'no-free-port': 'All ports of {record} are taken. Add a port, or remove a cable.',
  'too-few-to-group': 'A group needs at least two devices, notes or shapes.',
  'of-different-groups': 'These things are in different groups. Take those apart first, or choose whole groups.',
  'nothing-to-paste': 'The clipboard holds no part of a drawing. Copy devices here or in another window first.',
  // Host and connection.
  'no-host': 'The simulator cannot be reached: {message}',
  'clipboard-refused': 'The clipboard could not be written to. Save the table instead.',
  unexpected: 'Something went wrong that should not: {message}',
  internal: 'Something went wrong inside Hopscope. The drawing is safe.',
  file: {
    'not-chosen': 'That file was not chosen in a dialog, so it is left alone: {path}',
    'not-a-file': '{name} is not a file.',
    'too-large': '{name} is too large to be a project: {size} bytes, and at most {limit} are read.',
    'not-text': '{name} is not text, so it is no Hopscope project.',
    'not-found': '{name} is not there any more.',
    'not-readable': '{name} cannot be read.',
    'disk-full': 'There is no room left on the disk for {name}.',
    'no-permission': '{name} cannot be written there: this account may not.',
    'not-writable': '{name} cannot be written there.',
  },
  preferences: { 'too-many': 'At most {most} preferences are kept.' },
  simulation: {
    none: 'No project is open in the simulator.',
    'would-cut-future': 'That would begin a new future, which nobody agreed to.',
  },
  filter: {
    wrong: 'This is no filter: look at character {at}.',
  },
  capture: { cut: 'What had happened was changed while the capture was being written. Take it again.' },
  branch: {
    unknown: 'This run is not kept any more.',
    'too-many': 'At most {most} runs are kept side by side: remove one first.',
    rebuilding: 'This run is still being rebuilt. Try again in a moment.',
    'is-current': 'The run you are looking at cannot be removed: look at another one first.',
  },
  terminal: {
    'none-here': 'No programs run on {device}: a terminal needs a host, a server or a router.',
    'too-many': '{device} has too many terminals. Close one and use another.',
  },
  program: {
    'no-such-process': 'No process {process} runs on {device}.',
    'not-running': 'This program does not run just now: start it first.',
    unknown: 'The network has no program {program}.',
    'cannot-start': 'This program cannot be started now: it is running already.',
  },
  trace: {
    'no-such-fact': 'Event {fact} never happened.',
    'no-such-frame': 'Frame {frame} is not known any more.',
  },
  touch: {
    'unknown-cable': 'The network has no such cable at this moment.',
    'not-there': 'That packet is not there any more: it has arrived or was lost.',
    'held-already': 'That packet is held already.',
    'not-held': 'That packet is not held.',
    'queue-full': 'The queue is full: {queue} frames wait in it already.',
    'no-such-bit': 'The frame has no bit {bit}; its last one is {most}.',
    'nothing-changed': 'Those are the values it has already.',
    'shared-medium':
      'On a shared medium all hear a frame at once: it can be neither held back nor doubled. Lose, damage or edit it instead.',
    'heard-already': 'The other end hears this frame already, so that cannot be undone. Touch it earlier.',
    'unknown-field': 'Nobody knows a field “{field}”.',
    'field-not-there': 'This frame has no field “{field}”.',
    'bad-value': '“{value}” is no value for {field}.',
    'value-out-of-range': '{field} is at most {most}; {value} is more.',
    'not-a-step': '{field} goes in steps of {step}; {value} is none.',
  },
  device: {
    unknown: 'The network has no device {device}.',
    off: '{device} is switched off.',
  },
  cable: { unknown: 'The network has no cable {cable}.' },
  lab: {
    unknown: 'There is no such recipe.',
    none: 'No recipe is open in the kernel lab: choose one.',
    'no-table': 'This system’s socket table cannot be read ({message}). The calls still are real.',
    'cannot-suspend': 'On this system a program cannot be stopped in the middle, so this recipe cannot be shown.',
    'no-ipv6-here': 'This machine has no ::1: IPv6 is switched off, so only 127.0.0.1 can be used.',
    'no-ipv6':
      'The real sockets are at ::1. The simulator has no IPv6, so its twin makes the same calls at 127.0.0.1: TCP and UDP are the same above both.',
    'other-result': '{call} ended otherwise: {real} really, {twin} in the simulator.',
    'other-amount':
      '{call} moved another number of bytes: {real} really, {twin} in the simulator. How writes are merged and how large buffers are is left to each system.',
    'other-state': '{local} → {remote} is in {real} really and in {twin} in the simulator.',
    'only-real': '{local} → {remote} ({state}) is only in the real table.',
    'only-twin': '{local} → {remote} ({state}) is only in the simulated table.',
    'accepted-early':
      'The queue of connections to accept holds {real} really and {twin} in the simulator: the runtime of the real server accepts by itself as soon as it runs, before the recipe calls accept.',
    'received-early':
      'The real Recv-Q is empty: the runtime of the real server reads datagrams by itself as soon as it runs.',
    'fin-held-back':
      '{local} still is in FIN-WAIT-1 really: its FIN has arrived, but this system holds the acknowledgment back for up to 40 ms, or until it has something to send. The simulator acknowledges a FIN at once.',
    'fin-in-queue':
      'Recv-Q is one more than was sent: Linux counts the FIN, which takes a sequence number, as one byte.',
    'other-time-wait': 'TIME-WAIT lasts another {real} s really and {twin} s in the simulator.',
    'time-wait-linux':
      'Linux waits 60 seconds in TIME-WAIT, whatever is set. The notes say 240, and RFC 9293 says twice the maximum segment lifetime, which it puts at 2 minutes.',
    'address-reused':
      'The server could listen again at once although a connection of its port waits: programs of this runtime always set SO_REUSEADDR. Without it, listen would end with EADDRINUSE.',
    'fin-wait-2-linux':
      'RFC 9293 has no timer for FIN-WAIT-2. Linux ends it 60 seconds after the program closed its socket (tcp_fin_timeout).',
    'backlog-plus-one': 'Linux takes one connection more than the backlog says.',
    'reset-keeps-data':
      'Linux still let the program read what had arrived before the reset. By RFC 9293 §3.10.7.4 a reset throws it away, as the simulator does.',
    'buffers-grow':
      'Linux lets its socket buffers grow while they are used, to several megabytes; the simulated ones keep the size that is set.',
  },
  gateway: {
    'none-here': 'There is no such gateway on the drawing.',
    'in-the-past': 'Real programs cannot be let into the past. Go to the newest moment first.',
    'port-in-use': 'The drawn port {port} cannot be opened ({error}). Choose another.',
    'no-power': 'The gateway has no power: this port is closed until it has some again.',
  },
  tunnel: {
    'none-here': 'There is no such tunnel on the drawing.',
    'without-ports': '{device} has no UDP ports yet. Set them first.',
  },
  sockets: {
    'port-in-use': 'Port {port} of this computer is used by another program. Close that, or choose another port.',
    'cannot-listen': 'Port {port} of this computer cannot be opened ({error}). Choose another.',
    'not-loopback': 'Only addresses of this machine itself may be used, 127.0.0.1 and ::1; {address} is none.',
  },
  conversation: { unknown: 'There is no such conversation any more.' },
  worker: {
    lost: 'The simulation stopped unexpectedly and was started again. The drawing is safe; every run is being rebuilt from what was done in it.',
    'lost-joined':
      'The simulation stopped unexpectedly and was started again. Every run is being rebuilt; connections of real programs were reset. Switch their gateway or tunnel on again.',
    broken: 'The simulation cannot be started. Save the drawing and start Hopscope again.',
  },
  rebuilding: {
    bytes:
      'The run “{run}” was rebuilt up to {time} only: after that more came in from real programs than is kept for a restart.',
    broken: 'The run “{run}” could be rebuilt up to {time} only. Save the drawing; the other runs are as they were.',
    full: 'More than {megabytes} MB came in from real programs: if the simulation should stop unexpectedly, what comes from now on would be missing after its restart.',
  },
  connection: {
    lost: 'The connection to the simulator is lost. Trying again… If Hopscope has ended, start it again: what you have drawn is kept.',
    refused: 'The simulator cannot be reached. Start Hopscope again; the drawing can still be edited and saved.',
    taken: 'This project is open in another window now.',
  },
  contract: {
    closed: 'The simulator has ended. Start Hopscope again; the drawing can still be saved.',
    'bad-shape': 'The window and the simulator do not understand each other ({call}).',
    'not-served': 'This is not possible here.',
    'too-deep': 'That is nested too deeply.',
    'too-large': 'That is too large to be sent to the simulator.',
    'too-many-calls': 'The simulator is too busy. Try again in a moment.',
    'unknown-call': 'The window and the simulator are of different versions.',
  },
};
