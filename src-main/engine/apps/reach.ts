import { parseAddress } from '../wire/address.ts';
import { lookUpName, runLookup, type Lookup } from './resolver.ts';
import type { System } from './system.ts';

/** A destination on its way from a word to an address: plain data in the memory of a command. */
export interface Destination {
  word: string;
  lookup: Lookup | null;
  /** Null: not known yet. */
  address: number | null;
}

export function newDestination(word: string): Destination {
  return { word, lookup: null, address: parseAddress(word) };
}

/** Goes on finding the address of a destination: null while it waits, true when it is there, else what to print. */
export function reach(destination: Destination, system: System): true | string | null {
  if (destination.address !== null) return true;
  destination.lookup ??= lookUpName(destination.word);
  const found = runLookup(destination.lookup, system);
  if (found === null) return null;
  if (typeof found === 'string') {
    const temporary = found === 'TIMEOUT' || found === 'SERVFAIL';
    return `${destination.word}: ${temporary ? 'Temporary failure in name resolution' : 'Name or service not known'}`;
  }
  destination.address = found.addresses[0]!;
  return true;
}
