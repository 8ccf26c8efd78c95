/** What looks wrong in a drawing and is not forbidden. */
export default {
  'name-used-twice': 'More than one device is called {device}.',
  'mac-used-twice': '{device} {port} has the same MAC address as {other} {otherPort}: {mac}.',
  'address-used-twice': '{device} {port} has the same IP address as {other} {otherPort}: {address}.',
  'network-address': '{device} {port}: {address} is the address of the subnet /{prefix} itself, not of an adapter.',
  'broadcast-address': '{device} {port}: {address} is the broadcast address of its subnet /{prefix}.',
  'unusable-address': '{device} {port}: {address} cannot be the address of an adapter.',
  'odd-prefix': '{device} {port}: with a prefix of /{prefix} there is no room for neighbours.',
  'prefix-differs':
    '{device} {port} has the prefix /{prefix}, but {other} {otherPort} on the same subnet has /{otherPrefix}.',
  'overlapping-subnets': '{device}: the subnets of {port} ({subnet}) and {otherPort} ({otherSubnet}) overlap.',
  'gateway-outside-subnet': '{device}: the gateway {gateway} lies in none of its subnets, so it cannot be reached.',
  'gateway-is-itself': '{device}: the gateway {gateway} is its own address.',
  'gateway-not-there': '{device}: no router on its subnet has the gateway address {gateway}.',
  'gateway-no-router':
    '{device}: the gateway {gateway} is {other}, which is no router: it forwards nothing for others.',
  'resolver-not-there': '{device}: nobody here has the address of its DNS server, {address}.',
  'dhcp-nobody-answers': '{device}: {port} gets its address by DHCP, and there is no DHCP server.',
  'dhcp-pool-unused':
    '{device}: nobody can ask for {first} … {last}: neither the server nor a relay agent is on that subnet.',
  'dhcp-pool-holds-address':
    '{device}: the DHCP server may give away {address}, which {other} {otherPort} has by hand. Exclude it.',
  'rip-port-unknown': '{device}: RIP names a port {port} that is not there.',
  'rip-times-out-early': '{device}: RIP forgets routes before the next update can tell them again.',
  'nat-port-unknown': '{device}: the outside port {port} of the address translation is not there.',
  'nat-without-address': '{device}: {port} is the outside of the address translation and has no IP address.',
  'nat-forward-outside-subnets': '{device}: a port is forwarded to {address}, which lies in none of its subnets.',
  'filter-port-unknown': '{device}: rule {rule} of the packet filter names a port {port} that is not there.',
  'filter-forwards-nothing':
    '{device}: rule {rule} of the packet filter is about forwarded packets, and only a router forwards.',
  'filter-never-reached':
    '{device}: rule {rule} of the packet filter is never reached, because rule {other} matches everything.',
  'tunnel-without-cable':
    '{device}: the tunnel has no cable, so its frames go nowhere. Connect it to a switch or a host.',
  'tunnel-without-ports': '{device}: the tunnel has no UDP ports yet, so it cannot be switched on.',
  'real-port-used-twice':
    '{device} and {other} both want the UDP port {port} of this computer: only the first one switched on gets it.',
  'rule-hits-nothing': 'The rule “{rule}” names no frame it hits, so it does nothing.',
  'rule-on-shared-medium':
    'The rule “{rule}” has no effect on the medium of {device}: all hear a frame there at once, so it can be neither held back nor doubled.',
  'rule-on-idle-cable':
    'The rule “{rule}” waits on a cable that carries nothing: it is unplugged, or a device at its end is switched off.',
  'network-port-unknown': '{device}: its network settings speak of the port {port}, which is not there.',
  'route-unreachable': '{device}: the next hop {via} to {destination}/{prefix} lies in none of its subnets.',
  'next-hop-not-there': '{device}: no other router has the address {via}, the next hop to {destination}/{prefix}.',
  'loop-without-tree':
    '{device} and {other} are in a loop of cables without spanning tree: a broadcast goes round in it for ever.',
  'medium-too-long':
    '{device}: its medium is too long: a bit needs {round} µs there and back, and a collision must be heard within {slot} µs. Use shorter or slower cables.',
  'untagged-differs':
    '{device} {port} and {other} {otherPort} take frames without a tag for different VLANs: the two are joined by mistake.',
  'not-connected': '{device} is connected to nothing.',
  'no-address': '{device}: {port} has no IP address, so nothing can be sent to it.',
  'no-gateway': '{device} has no gateway: it reaches only its own subnet, although the router {gateway} is on it.',
  'no-route': '{device} has no route to {subnet}: packets to it are thrown away there.',
  'other-subnet':
    '{device} {port} is on the subnet {subnet}, but {other} {otherPort}, on the same cables, on {otherSubnet}: no router leads from one to the other.',
  'subnet-apart':
    '{device} {port} and {other} {otherPort} have addresses of the same subnet {subnet}, and no cables join them.',
  'cable-unplugged': 'The cable from {device} {port} to {other} {otherPort} is unplugged.',
  'switched-off': '{device} is switched off.',
};
