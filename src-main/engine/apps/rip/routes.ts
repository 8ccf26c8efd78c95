import { formatAddress } from '../../wire/address.ts';
import { RIP_INFINITY } from '../../wire/rip.ts';
import type { Table } from '../../link/table.ts';

/** One network a router knows by RIP, or tells by it. Times are ns. */
export interface RipRoute {
  network: number;
  prefix: number;
  /** 1 … 16. */
  metric: number;
  /** Next hop; null: on a subnet of its own, or written by hand. */
  via: number | null;
  /** Who told it: 0 for its own. */
  from: number;
  /** Name of the interface it leaves by. */
  device: string;
  /** When it counts as unreachable; Infinity: never by itself. */
  until: number;
  /** When it is forgotten; Infinity while it is reachable. */
  garbageAt: number;
  /** The fact by which it was heard of last, or lost. */
  occasion: number;
  /** Not yet told in a triggered update. */
  changed: boolean;
}

/** All of them, by `network/prefix`. */
export type RipTable = Map<string, RipRoute>;

export function keyOf(network: number, prefix: number): string {
  return `${network}/${prefix}`;
}

export function routeText({ network, prefix, via }: Pick<RipRoute, 'network' | 'prefix' | 'via'>): string {
  const on = via === null ? '' : ` via ${formatAddress(via)}`;
  return `${formatAddress(network)}/${prefix}${on}`;
}

/** What a router knows by RIP. */
export function ripTable(routes: RipTable): Table {
  const rows = [...routes.values()].map(({ network, prefix, via, device, metric, from, until, garbageAt }) => {
    const state = metric >= RIP_INFINITY ? 'unreachable' : from === 0 ? 'own' : 'learned';
    const ends = metric >= RIP_INFINITY ? garbageAt : until;
    return [
      `${formatAddress(network)}/${prefix}`,
      via === null ? null : formatAddress(via),
      device || null,
      metric,
      state,
      ends < Infinity ? ends : null,
    ];
  });
  return { name: 'rip', columns: ['destination', 'via', 'port', 'metric', 'state', 'expires'], rows };
}
