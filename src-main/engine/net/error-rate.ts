import type { Station } from '../link/station.ts';
import type { NetworkState } from './state.ts';

/**
 * Whether one more ICMP error, or redirect, may leave now, and if so counts it (RFC 1812 §4.3.2.8): a token bucket, kept
 * as the time at which it will be full again.
 */
export function mayTell(state: NetworkState, station: Station): boolean {
  const { icmpErrorRate, icmpErrorBurst } = state.options;
  if (icmpErrorRate === 0) return false;
  const interval = 1e9 / icmpErrorRate;
  const full = Math.max(state.errorsFullAt, station.now);
  if (full - station.now > (icmpErrorBurst - 1) * interval) return false;
  state.errorsFullAt = full + interval;
  return true;
}
