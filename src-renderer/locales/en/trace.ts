/** One sentence a kind of fact. `device` and `port` are where it happened; the rest are the kind's own parameters. */
export default {
  input: {
    changed: 'The drawing was changed while time stood here: {what}.',
    started: 'You started the program “{program}”.',
    called: 'A call was made from outside on {device}: {call}.',
    stepped: 'You let “{program}” make its next call.',
    typed: 'You typed at terminal {terminal} of {device}: {line}',
    injected: 'A frame from outside was put into {port} of {device}.',
    killed: 'You ended {program} on {device}, as kill -9 does.',
  },
  touch: {
    lost: 'You lost this frame on the cable {cable}.',
    held: 'You hold this frame on the cable {cable}: it stays where it is until you release it.',
    released: 'You released this frame on the cable {cable}: it goes on from where it was.',
    delayed: 'You delayed this frame on the cable {cable}: it stays where it is for {delay}.',
    duplicated: 'You doubled this frame on the cable {cable}: a copy follows right behind it.',
    flipped: 'You flipped bit {bit} of this frame on the cable {cable}; its FCS stays as it was sent.',
    edited: 'You edited this frame on the cable {cable}: {fields} ({checksums}).',
  },
  rule: {
    hit: 'The rule “{rule}” of the cable {cable} hits this frame, match {match} of its filter: {action}.',
    delayed: 'The rule “{rule}” delays this frame by {delay}: what follows may overtake it.',
    marked:
      'The rule “{rule}” marks the packet on the cable {cable} as having met congestion (CE); its receiver will tell the sender.',
    'without-effect': 'The rule “{rule}” has no effect on this frame: {why}.',
  },
  frame: {
    marked:
      '{device} marks a packet at {port} as having met congestion (CE), because many are waiting before it; its receiver will tell the sender.',
    queued: '{device} puts a frame into the queue of {port}: the cable is still busy with an earlier one.',
    sent: '{device} sends a frame out of {port} towards {to} ({toPort}).',
    arrived: 'The last bit of a frame from {from} arrives at {port} of {device}.',
    dropped: '{device} drops a packet. {reason}',
    duplicated: 'The cable carries the same frame twice: the copy follows right behind, towards {to} ({toPort}).',
    delayed: 'Jitter: this frame takes {delay} along the cable {cable}.',
    reordered: 'This frame stays {delay} behind on the cable {cable}: later frames may overtake it.',
    damaged: 'The frame is damaged on the cable {cable}: bits flipped {bits}, the first in byte {byte}.',
    outside: 'A frame leaves the drawing through {port} of {device}.',
  },
  tunnel: {
    padded:
      '{device} adds {padding} zeros to a frame of {length} bytes from outside: Ethernet has none shorter than 60 and its FCS.',
  },
  device: {
    off: '{device} is switched off: it forgets everything but its settings.',
    on: '{device} is switched on: it knows nothing but its settings.',
  },
  link: {
    up: 'A cable is plugged into {port} of {device}: the link is up ({cable}).',
    down: 'The cable is out of {port} of {device}: the link is down ({cable}).',
  },
  hub: {
    repeated: '{device} repeats the signal out of every port but {port}: a hub reads no addresses.',
    collision: '{device} hears several ports at once ({ports}) and sends a jam out of all.',
  },
  csma: {
    deferred: '{device} hears somebody on the medium at {port} and waits for silence before it sends.',
    collision:
      '{device} hears somebody while it sends out of {port}: a collision. It jams so that all notice (collision {attempt} of this frame).',
    'late-collision':
      '{device} hears a collision at {port} only after a slot time: the medium is too long (collision {attempt} of this frame).',
    'backed-off':
      '{device} waits {slots} slots ({wait}) before attempt after collision {attempt}: a random number, from a range that doubles.',
  },
  mac: {
    learned: '{device} learns that {mac} is behind {port}, from the source address of this frame.',
    moved: '{device} notices that {mac} moved from {from} to {port}.',
    aged: '{device} forgets {mac} behind {port}: it was not heard of for the ageing time.',
    flushed: '{device} forgets {mac} behind {port}: the cable there was pulled out.',
  },
  switch: {
    forwarded: '{device} forwards the frame out of {port} only: its MAC table says {mac} is there.',
    flooded: '{device} floods the frame out of every other port: {mac} is broadcast or not in its MAC table.',
  },
  stp: {
    sent: '{device} tells its neighbour at {port} (BPDU: {flags}): the root is {root}, at a cost of {cost}.',
    received: '{device} hears at {port} (BPDU: {flags}): the root is {root}, at a cost of {cost}.',
    expired: 'The {timer} timer of {port} on {device} runs out.',
    root: '{device} knows a new root of the spanning tree: {bridge}.',
    role: 'Spanning tree on {device}: {port} was {from} and is the {to} port now.',
    state: 'Spanning tree on {device}: {port} goes from {from} to {to}.',
    'topology-changed':
      '{device} begins to forward by {port}: the tree has changed, and everybody forgets where addresses were.',
  },
  vlan: {
    'by-tag': '{device} takes the frame from {port} in VLAN {vlan}: its tag says so.',
    'by-port': '{device} takes the frame from {port} in VLAN {vlan}: that is the VLAN of untagged frames there.',
    tagged: '{device} puts a tag for VLAN {vlan} into the frame: beyond {port} more than one VLAN is carried.',
    untagged: '{device} takes the tag of VLAN {vlan} out of the frame before it leaves by {port}.',
  },
  arp: {
    waiting: '{device} holds a packet back: it does not know the MAC address of {address} yet.',
    requested: '{device} asks by ARP: who has {address}? (attempt {attempt})',
    replied: '{device} answers {address} at {mac} by ARP with its own MAC address.',
    learned: '{device} writes into its ARP cache: {address} is at {mac} ({state}).',
    released: '{device} sends the packet that waited for the MAC address of {address}: it is {mac}.',
    state: 'ARP entry of {address} on {device}: {from} → {to}.',
    probed: '{device} asks whether anybody uses {address} before it does (probe {attempt}).',
    announced: '{device} announces to all: {address} is at its MAC address.',
    conflict: '{device} hears that {mac} uses the address {address} too: {outcome}.',
    failed: '{device} gives up finding {address}: nobody answered its ARP requests.',
  },
  interface: {
    address: 'The address of {port} on {device} is set: {from} → {to}.',
    state: '{port} of {device} is switched {to}.',
  },
  route: {
    added: '{device} writes into its routing table: {route}, next hop {via}, out of {port} ({kind}, metric {metric}).',
    removed:
      '{device} takes out of its routing table: {route}, next hop {via}, out of {port} ({kind}, metric {metric}).',
    doubted: '{device} takes other rows for {route} before the one by {via}: that router answers nothing.',
    trusted: '{device} counts on {route} by {via} again: that router was heard of.',
  },
  ip: {
    originated: '{device} sends a packet of its own: route {route} matches, next hop {via}, out of {port}.',
    forwarded:
      '{device} forwards the packet: route {route} is the longest match, next hop {via}, out of {port}, TTL one less.',
    delivered: 'The packet is for {device} itself: it is handed up to the next layer.',
    fragmented:
      '{device} cuts a piece off the packet {identification}: {length} bytes of its payload from byte {offset} on, in a fragment of its own.',
    fragment: {
      kept: '{device} keeps the fragment of packet {identification} from byte {offset} on: {have} bytes are there now, and the others are waited for.',
    },
    reassembled: '{device} puts packet {identification} together from {fragments} fragments: {length} bytes.',
    looped: '{device} sends a packet to itself; it never reaches a cable.',
  },
  'path-mtu': {
    learned: '{device} learns that packets to {address} may have {mtu} bytes at most, not {before}.',
    aged: '{device} forgets that packets to {address} were limited to {mtu} bytes, to notice a wider way.',
  },
  icmp: {
    echo: {
      answered: '{device} answers the echo request of {peer} (identifier {identifier}, sequence {sequence}).',
    },
    redirect: {
      sent: '{device} tells {peer} by ICMP that {address} is reached better through {gateway}.',
      received: '{device} is told by {peer} that {address} is reached better through {gateway}, and believes it.',
    },
    error: {
      sent: '{device} tells {peer} by ICMP: {error}.',
      held: '{device} would tell {peer} by ICMP: {error}. But it has sent as many errors as it may for now.',
      received: '{device} is told by {peer} by ICMP: {error}.',
    },
  },
  filter: {
    matched: 'Rule {rule} of the packet filter of {device} decides ({direction}: {action}): {match}.',
    defaulted: 'No rule of the packet filter of {device} matches, so its policy decides ({direction}: {action}).',
    flow: '{device} notes of the {protocol} exchange of {source} with {destination}: {from} → {to}.',
    reset: '{device} answers the rejected segment of {peer} with a reset (RST), as a closed port would.',
  },
  nat: {
    mapped: '{device} makes a mapping: {inside} inside is {outside} outside ({protocol}).',
    translated: '{device} translates the {side} of the packet: {from} → {to} ({protocol}).',
    expired: '{device} forgets the mapping of {inside} to {outside} ({protocol}): nothing has passed for its time.',
  },
  udp: {
    sent: '{device} sends a UDP datagram with {length} bytes of data from {local} to {remote}.',
    received: '{device} receives a UDP datagram with {length} bytes of data for {local} from {remote}.',
  },
  tcp: {
    sent: '{device} sends [{flags}] seq={sequence} ack={acknowledgment} win={window} with {length} bytes of data.',
    received:
      '{device} receives [{flags}] seq={sequence} ack={acknowledgment} win={window} with {length} bytes of data.',
    state: 'TCP state on {device}: {from} → {to} ({clause}).',
    acknowledged:
      '{device}: everything before {acknowledgment} is acknowledged. | {device}: one byte is acknowledged, up to {acknowledgment}, and leaves the send buffer. | {device}: {length} bytes are acknowledged, up to {acknowledgment}, and leave the send buffer.',
    timer: {
      started: '{device} starts the {timer} timer; it runs out at {deadline}.',
      stopped: '{device} stops the {timer} timer.',
      expired: 'The {timer} timer of {device} runs out.',
    },
    agreed: '{device}: the SYNs agree on {options}; a segment carries {mss} bytes of data at most.',
    urgent: '{device} learns of urgent data: up to sequence number {pointer}.',
    retransmitted:
      '{device} sends {length} bytes from sequence number {sequence} again (attempt {attempt}), because {why}.',
    duplicate:
      '{device} counts a duplicate acknowledgment of {acknowledgment}: number {count} since the last progress.',
    congestion: 'Congestion control on {device}: {phase}, because {why}. cwnd is {cwnd} bytes, ssthresh {ssthresh}.',
    rtt: '{device} measures a round trip of {measured}: SRTT {srtt}, RTO {rto}.',
    advised:
      'TCP on {device} tells IP that something may be wrong on the way: {count} retransmissions have brought no acknowledgment. The next hop is asked whether it is still there.',
    failed: 'The connection on {device} fails: the program is told {error}.',
  },
  socket: {
    called: '“{program}” on {device} calls {call}({arguments}).',
    returned: '{call} returns {result} to “{program}” on {device}.',
  },
  program: {
    started: '“{program}” starts on {device}.',
    woken: '“{program}” on {device} has waited as long as it wanted to.',
    printed: '“{program}” prints: {line}',
    ended: '“{program}” on {device} ends with status {status}.',
  },
};
