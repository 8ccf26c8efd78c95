import { TUNNEL_OUTSIDE, type TunnelSettings } from '#engine/devices/tunnel-settings.ts';
import { choice, object, whole, type Check, type Place } from './check.ts';
import { FIRST_REAL_PORT } from './loopback.ts';
import type { DeviceRecord, DocumentRecord } from './records.ts';

export type { TunnelSettings };

/** First port given to a new tunnel: just behind those that GNS3 takes for its own links (10,000 … 20,000). */
const FIRST_GIVEN = 20_001;

/** The two ports of a tunnel. Nothing but the machine itself can be named. */
export const tunnel: Check<TunnelSettings> = object({
  address: choice(['127.0.0.1', '::1']),
  port: whole(FIRST_REAL_PORT, 65_535),
  // Whoever is at the other end may listen where it likes.
  peer: whole(1, 65_535),
});

/** What a tunnel's settings say of each other: it has one drawn port, and does not speak with itself. */
export function checkTunnel({ ports, tunnel: settings }: DeviceRecord, place: Place): void {
  if (ports.length > 1) place.at('ports').report('too-many', { count: ports.length, most: 1 });
  ports.forEach(({ name }, index) => {
    if (name !== TUNNEL_OUTSIDE) return;
    place.at('ports').element(index).at('name').report('duplicate-port', { port: name });
  });
  if (settings !== undefined && settings.port === settings.peer) {
    place.at('tunnel').at('peer').report('does-not-fit', { other: 'port' });
  }
}

/**
 * The records whose adapters have other MAC addresses: the second and third byte are those of a UDP port, which no other
 * program of the machine has at the same time. So two drawings joined by tunnels have no address twice. What speaks of an
 * adapter by its address goes on speaking of it.
 */
export function readdressed(records: Iterable<DocumentRecord>, port: number): DocumentRecord[] {
  const all = [...records];
  const own = new Map<string, string>();
  const bytes = [port >> 8, port & 0xff].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  for (const record of all) {
    if (record.type !== 'device') continue;
    for (const { mac } of record.ports) if (mac !== null) own.set(mac, `02:${bytes}:${mac.slice(9)}`);
  }
  const changed = all.map((record) => {
    const text = JSON.stringify(record).replace(/(?<![0-9a-f:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f:])/g, (mac) => {
      return own.get(mac) ?? mac;
    });
    return JSON.parse(text) as DocumentRecord;
  });
  return changed.filter((record, at) => JSON.stringify(record) !== JSON.stringify(all[at]));
}

/** What the tunnels among these records are set to. */
export function tunnelsOf(records: Iterable<DocumentRecord>): TunnelSettings[] {
  return [...records].flatMap((record) => (record.type === 'device' && record.tunnel ? [record.tunnel] : []));
}

/** Two ports of 127.0.0.1 that none of these tunnels names. */
export function freshTunnel(others: readonly TunnelSettings[]): TunnelSettings {
  const taken = new Set(others.flatMap(({ port, peer }) => [port, peer]));
  let port = FIRST_GIVEN;
  while (taken.has(port) || taken.has(port + 1)) port += 2;
  return { address: '127.0.0.1', port, peer: port + 1 };
}
