/**
 * This room holds the real sockets of the machine and nothing else does. All of them are bound to the machine itself:
 * `loopback.ts` decides, and everything else asks it. It must never let a byte out to a network, nor draw or simulate one.
 */
import { refusal } from '#contract/problems.ts';

/** The addresses at which a machine speaks with itself and nobody else (RFC 1122 §3.2.1.3 (g), RFC 4291 §2.5.3). */
export type LoopbackAddress = '127.0.0.1' | '::1';

/**
 * The address, if it is one of the two that may be used. Throws the refusal `sockets.not-loopback` for every other one,
 * other addresses of 127/8 and names included: a name may mean another machine tomorrow.
 */
export function loopback(address: string): LoopbackAddress {
  if (address === '127.0.0.1' || address === '::1') return address;
  throw refusal('sockets.not-loopback', { address });
}
