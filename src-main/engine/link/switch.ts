import type { Frame } from '../wire/frame.ts';
import { BROADCAST_MAC, formatMac } from '../wire/address.ts';
import { isReserved, received } from './adapter.ts';
import { kindCode } from '../trace/kinds.ts';
import { learn, lookUpMac, NO_VLAN } from './mac-table.ts';
import { bpduReceived, isForBridges } from './spanning-switch.ts';
import type { Station } from './station.ts';
import type { SwitchState } from './switch-state.ts';
import { isMember, Outgoing, vlanOf } from './vlan.ts';

const FORWARDED = kindCode('switch.forwarded');

/** A switch takes a frame: learns where its source is, then forwards, floods or filters (IEEE 802.1Q §8.6–8.8). */
export function bridge(state: SwitchState, station: Station, port: number, frame: Frame): void {
  const ethernet = received(station, port, frame);
  if (ethernet === null) return;
  const { destination } = ethernet;
  const { tree } = state;
  if (tree !== null && isForBridges(destination)) return bpduReceived(state, tree, station, port, frame);
  const vlan = state.vlans === null ? NO_VLAN : vlanOf(state.vlans, station, port, frame);
  if (vlan === null) return;
  const own = tree?.ports[port];
  if (own === undefined || own.learn) learn(state.table, state.ports, station, vlan, port, frame, ethernet.source);
  if (own?.forward === false) {
    // IEEE 802.1Q §8.4: only what is received at a forwarding port is submitted to the forwarding process.
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'port-not-forwarding' });
    return;
  }
  if (isReserved(destination)) {
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'reserved-address' });
    return;
  }
  const entry = lookUpMac(state.table, vlan, destination);
  if (entry === undefined) flood(state, station, port, frame, vlan, destination);
  else if (entry.port === port) {
    station.record('frame.dropped', { port, frame: frame.id, packet: frame.packet, reason: 'same-port' });
  } else if (tree?.ports[entry.port]?.forward === false) {
    const about = { port: entry.port, frame: frame.id, packet: frame.packet };
    station.record('frame.dropped', { ...about, reason: 'port-not-forwarding' });
  } else {
    station.cause = station.recordFrame(FORWARDED, entry.port, frame, entry.detail);
    const outgoing = state.vlans === null ? frame : new Outgoing(state.vlans, station, frame, vlan).at(entry.port);
    station.send(entry.port, outgoing);
  }
}

function flood(
  state: SwitchState,
  station: Station,
  port: number,
  frame: Frame,
  vlan: number,
  destination: number,
): void {
  const { vlans } = state;
  const detail = { mac: destination === BROADCAST_MAC ? 'ff:ff:ff:ff:ff:ff' : formatMac(destination) };
  station.cause = station.record('switch.flooded', { port, frame: frame.id, packet: frame.packet, detail });
  const outgoing = vlans === null ? null : new Outgoing(vlans, station, frame, vlan);
  for (let other = 0; other < state.ports.length; other++) {
    // A port without a link is not operational and takes no part (IEEE 802.1Q §8.6.1).
    if (other === port || !station.linked(other) || state.tree?.ports[other]?.forward === false) continue;
    if (outgoing === null) station.send(other, frame);
    else if (isMember(vlans![other]!, vlan)) station.send(other, outgoing.at(other));
  }
}
