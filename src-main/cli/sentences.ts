import type { FindingName } from '#document/findings/findings.ts';
import type { Problem, ProblemName } from '#document/problem.ts';

type Parameters = Problem['parameters'];
type Sentences<N extends string> = Readonly<Record<N, (p: Parameters) => string>>;

const mebibytes = (bytes: string | number | undefined): string => `${Math.ceil(Number(bytes) / 2 ** 20)} MiB`;

/** What is wrong with a project and what to do about it, one sentence or two a problem. */
export const PROBLEM_SENTENCES: Sentences<ProblemName> = {
  'not-text': () => 'The file is not text (UTF-8). Choose a project saved by Hopscope; their names end in .hop.',
  'too-large': (p) =>
    `The project has ${mebibytes(p['size'])}, and the most is ${mebibytes(p['most'])}. Take something out of it.`,
  'not-json': (p) =>
    `The file is not JSON: it stops making sense at line ${p['line']}, column ${p['column']}. If it was edited by hand, look there for a missing comma, quote or bracket.`,
  'not-a-project': () => 'The file is JSON but not a Hopscope project. Choose a file saved by Hopscope.',
  'newer-version': (p) =>
    `The project was saved by a newer Hopscope (file version ${p['version']}; this one reads up to ${p['known']}). Open it with the newer one.`,
  'too-many-records': (p) =>
    `There are ${p['count']} records, and the most is ${p['most']}. Divide the project into smaller ones.`,
  'too-many-devices': (p) =>
    `There are ${p['count']} devices, and the most is ${p['most']}. Divide the project into smaller ones.`,
  'more-problems': (p) => `And ${p['count']} more problems. Mend the first ones, then try again.`,

  'bad-record': (p) => `Record ${p['record']} is not an object. Each record is one, in braces.`,
  'unknown-type': (p) =>
    `Record ${p['record']} has the type "${p['value']}". The types are device, cable, program, rule and note.`,
  'bad-id': (p) =>
    `Record ${p['record']}: "${p['value']}" cannot be an id. Use letters, digits, dots, dashes and underscores, at most 64.`,
  'missing-field': (p) => `Record ${p['record']} lacks "${p['field']}". Add it.`,
  'unknown-field': (p) =>
    `Record ${p['record']} has "${p['field']}", which nobody knows. Look for a slip of the pen, or take it out.`,
  'wrong-type': (p) => `Record ${p['record']}: "${p['field']}" has to be of type ${p['expected']}.`,
  'not-a-step': (p) => `${p['record']}: "${p['field']}" is ${p['value']}, which is not a multiple of ${p['step']}.`,
  'out-of-range': (p) =>
    `Record ${p['record']}: "${p['field']}" is ${p['value']}. Choose a number from ${p['least']} to ${p['most']}.`,
  'too-long': (p) => `Record ${p['record']}: "${p['field']}" is too long. The most is ${p['most']} characters.`,
  'too-many': (p) => `Record ${p['record']}: "${p['field']}" has ${p['count']} entries. The most is ${p['most']}.`,
  'bad-name': (p) =>
    `Record ${p['record']}: "${p['field']}" is empty or holds characters that cannot be seen. Give it a readable name.`,
  'unknown-choice': (p) => `Record ${p['record']}: "${p['field']}" is "${p['value']}". Choose one of: ${p['choices']}.`,
  'bad-address': (p) =>
    `Record ${p['record']}: "${p['field']}" is "${p['value']}", which is no IPv4 address. Write four numbers from 0 to 255 with dots, such as 192.168.1.10.`,
  'bad-mac': (p) =>
    `Record ${p['record']}: "${p['field']}" is "${p['value']}", which no adapter can have. Write six pairs of hexadecimal digits, such as 02:00:00:00:00:01; the first pair must be even.`,
  'bad-path': (p) =>
    `Record ${p['record']}: "${p['field']}" is "${p['value']}", which is no path. Begin with a slash and leave out blanks, as in /index.html.`,
  'host-bits-set': (p) =>
    `Record ${p['record']}: the route to ${p['value']} names a host, not a network. ${p['network']} is the network of that length.`,
  'not-for-this-kind': (p) => `Record ${p['record']}: a ${p['kind']} has no "${p['field']}". Leave it empty.`,
  'port-forwarded-twice': (p) =>
    `Record ${p['record']}: "${p['field']}": port ${p['port']} is forwarded twice. Choose another or take one out.`,
  'outside-subnet': (p) =>
    `Record ${p['record']}: "${p['field']}": ${p['value']} does not lie on the subnet of ${p['subnet']}.`,
  'range-reversed': (p) =>
    `Record ${p['record']}: "${p['field']}" goes from ${p['first']} to ${p['last']}. Write the smaller number first.`,
  'does-not-fit': (p) =>
    `Record ${p['record']}: "${p['field']}" does not fit "${p['other']}" beside it. Change one of them or leave it out.`,
  'bad-filter': (p) =>
    `Record ${p['record']}: "${p['field']}" is "${p['value']}", which is no filter: look at character ${p['at']}.`,
  'filter-of-facts': (p) =>
    `Record ${p['record']}: "${p['field']}" asks for ${p['name']}, which a frame on a cable does not have. Ask for what stands in the frame, or for hop.device, hop.port, hop.cable, hop.packet, frame.number or frame.time.`,
  'unknown-socket': (p) =>
    `Record ${p['record']}: "${p['field']}" names the socket "${p['socket']}", which no earlier step makes. Add a step that does.`,

  'duplicate-id': (p) => `Two records have the id "${p['id']}". Give one of them another.`,
  'duplicate-port': (p) => `Device ${p['record']} has two ports called "${p['port']}". Rename one.`,
  'duplicate-path': (p) =>
    `Device ${p['record']}: "${p['field']}" is the second file called "${p['path']}". Rename one.`,
  'unknown-device': (p) =>
    `Record ${p['record']} names the device "${p['device']}", which is not in the project. Add the device or take the record out.`,
  'unknown-port': (p) =>
    `Cable ${p['record']} is in port "${p['port']}" of ${p['device']}, which has no such port. Choose one it has.`,
  'port-used-twice': (p) =>
    `Cables ${p['other']} and ${p['record']} are both in port "${p['port']}" of ${p['device']}. Move one to a free port.`,
  'cable-to-itself': (p) => `Cable ${p['record']} joins ${p['device']} to itself. Choose two different ports.`,
  'no-programs-here': (p) =>
    `Program ${p['record']} is on ${p['device']}, which is a ${p['kind']}. Only hosts, servers and routers run programs.`,
  'unknown-cable': (p) =>
    `Rule ${p['record']} is about the cable "${p['cable']}", which is not in the project. Add the cable or take the rule out.`,
  'too-many-rules': (p) => `Cable ${p['cable']} has ${p['count']} rules. The most is ${p['most']}.`,

  'unknown-member': (p) =>
    `Group ${p['record']} holds "${p['member']}", which is not in the project or cannot be grouped. Take it out.`,
  'grouped-twice': (p) => `"${p['member']}" is in the groups ${p['other']} and ${p['record']}. Take it out of one.`,
  'group-in-itself': (p) => `Group ${p['record']} is inside itself. Take it out.`,
  'empty-group': (p) => `Group ${p['record']} holds nothing. Take it out.`,

  'no-free-port': (p) => `${p['record']} has no free port. Add a port or take out a cable.`,
  'too-few-to-group': () => 'A group needs at least two things.',
  'of-different-groups': () => 'Things of different groups cannot be put into one. Take the groups apart first.',
  'nothing-to-paste': () => 'That text is no copy of a drawing.',
};

/** What looks wrong in a drawing and stops nothing. */
export const FINDING_SENTENCES: Sentences<FindingName> = {
  'name-used-twice': (p) => `Two devices are called ${p['device']}.`,
  'mac-used-twice': (p) =>
    `${p['device']}.${p['port']} and ${p['other']}.${p['otherPort']} have the same MAC address, ${p['mac']}.`,
  'address-used-twice': (p) =>
    `${p['device']}.${p['port']} and ${p['other']}.${p['otherPort']} have the same IP address, ${p['address']}.`,
  'network-address': (p) =>
    `${p['device']}.${p['port']} has ${p['address']}/${p['prefix']}, which is the address of the network itself.`,
  'broadcast-address': (p) =>
    `${p['device']}.${p['port']} has ${p['address']}/${p['prefix']}, which is the broadcast address of its subnet.`,
  'unusable-address': (p) => `${p['device']}.${p['port']} has ${p['address']}, which no host may use.`,
  'odd-prefix': (p) => `${p['device']}.${p['port']} has the prefix length ${p['prefix']}, which is unusual.`,
  'prefix-differs': (p) =>
    `${p['device']}.${p['port']} (/${p['prefix']}) and ${p['other']}.${p['otherPort']} (/${p['otherPrefix']}) share a segment but not a prefix length.`,
  'overlapping-subnets': (p) =>
    `${p['device']} has overlapping subnets: ${p['subnet']} at ${p['port']} and ${p['otherSubnet']} at ${p['otherPort']}.`,
  'gateway-outside-subnet': (p) =>
    `${p['device']} cannot reach its gateway ${p['gateway']}: it is on none of its subnets.`,
  'gateway-is-itself': (p) => `${p['device']} has itself, ${p['gateway']}, for a gateway.`,
  'gateway-not-there': (p) => `${p['device']} has the gateway ${p['gateway']}, which no device has for an address.`,
  'gateway-no-router': (p) =>
    `${p['device']} has the gateway ${p['gateway']}, which is ${p['other']}: no router, so it forwards nothing.`,
  'resolver-not-there': (p) =>
    `${p['device']} asks the DNS server ${p['address']}, which is no device's address in the project.`,
  'dhcp-nobody-answers': (p) =>
    `${p['device']}: ${p['port']} gets its address by DHCP, and there is no DHCP server in the drawing.`,
  'dhcp-pool-unused': (p) =>
    `${p['device']}: nobody can ask for ${p['first']} … ${p['last']}: neither the server nor a relay agent is on that subnet.`,
  'dhcp-pool-holds-address': (p) =>
    `${p['device']}: the DHCP server may give away ${p['address']}, which ${p['other']} ${p['otherPort']} has by hand.`,
  'rip-port-unknown': (p) => `${p['device']}: its RIP names a port ${p['port']} it does not have.`,
  'rip-times-out-early': (p) => `${p['device']}: its RIP forgets routes before the next update can tell them again.`,
  'nat-port-unknown': (p) => `${p['device']}: its address translation names a port ${p['port']} it does not have.`,
  'nat-without-address': (p) =>
    `${p['device']}: ${p['port']} is the outside of its address translation and has no address.`,
  'nat-forward-outside-subnets': (p) =>
    `${p['device']}: a port is forwarded to ${p['address']}, which lies in none of its subnets.`,
  'filter-port-unknown': (p) =>
    `${p['device']}: rule ${p['rule']} of its packet filter names a port ${p['port']} it does not have.`,
  'filter-forwards-nothing': (p) =>
    `${p['device']}: rule ${p['rule']} of its packet filter is about forwarded packets, and only routers forward.`,
  'filter-never-reached': (p) =>
    `${p['device']}: rule ${p['rule']} of its packet filter is never reached, because rule ${p['other']} matches everything.`,
  'tunnel-without-cable': (p) => `${p['device']} is a tunnel without a cable: its frames go nowhere.`,
  'tunnel-without-ports': (p) => `${p['device']} is a tunnel without UDP ports: it cannot be switched on.`,
  'real-port-used-twice': (p) =>
    `${p['device']} and ${p['other']} both want the UDP port ${p['port']} of this computer.`,
  'rule-hits-nothing': (p) => `The rule "${p['rule']}" names no frame it hits, so it does nothing.`,
  'rule-on-shared-medium': (p) =>
    `The rule "${p['rule']}" has no effect on the medium of ${p['device']}: all hear a frame there at once, so it can be neither held back nor doubled.`,
  'rule-on-idle-cable': (p) =>
    `The rule "${p['rule']}" waits on a cable that carries nothing: it is unplugged, or a device at its end is switched off.`,
  'network-port-unknown': (p) => `${p['device']}: its network settings name a port ${p['port']} it does not have.`,
  'medium-too-long': (p) =>
    `${p['device']}: its medium is too long: ${p['round']} µs there and back, and a collision must be heard within ${p['slot']} µs.`,
  'untagged-differs': (p) =>
    `${p['device']} ${p['port']} and ${p['other']} ${p['otherPort']} take frames without a tag for different VLANs.`,
  'route-unreachable': (p) =>
    `${p['device']} cannot use its route to ${p['destination']}/${p['prefix']}: ${p['via']} is on none of its subnets.`,
  'next-hop-not-there': (p) =>
    `${p['device']} cannot use its route to ${p['destination']}/${p['prefix']}: no other router has the address ${p['via']}.`,
  'loop-without-tree': (p) =>
    `${p['device']} and ${p['other']} are in a loop of cables without a spanning tree: a broadcast goes round in it for ever.`,
  'not-connected': (p) => `${p['device']} is connected to nothing.`,
  'no-address': (p) => `${p['device']}.${p['port']} has no IP address.`,
  'no-gateway': (p) => `${p['device']} has no gateway, although the router ${p['gateway']} is on its subnet.`,
  'no-route': (p) => `${p['device']} has no route to ${p['subnet']}.`,
  'other-subnet': (p) =>
    `${p['device']}.${p['port']} is on ${p['subnet']} and ${p['other']}.${p['otherPort']}, on the same cables, on ${p['otherSubnet']}: no router joins the two.`,
  'subnet-apart': (p) =>
    `${p['device']}.${p['port']} and ${p['other']}.${p['otherPort']} are both on ${p['subnet']}, and no cables join them.`,
  'cable-unplugged': (p) =>
    `The cable from ${p['device']}.${p['port']} to ${p['other']}.${p['otherPort']} is unplugged.`,
  'switched-off': (p) => `${p['device']} is switched off.`,
};

/** The sentence of a problem, safe for a terminal. */
export function sentenceOf({ name, parameters }: Problem): string {
  return shown(PROBLEM_SENTENCES[name](parameters));
}

/** Text that may come from a project: without the characters that steer a terminal. */
export function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
