import { FILTER_FLAGS, flagsText, type FilterRule, type Subnet } from '#document/filter.ts';
import { isAny, splitAddress, type Typed } from '../fields/notation.ts';

/** What a person types into the fields of a filter's rule; what is left empty matches everything. */

/** `10.0.0.0/8`, `10.0.0.1`. */
export function readSubnet(text: string): Typed<Subnet> {
  if (isAny(text)) return undefined;
  const split = splitAddress(text);
  return split && { address: split.address, prefix: split.prefix ?? 32 };
}

export function writeSubnet(subnet: Subnet | undefined): string {
  if (subnet === undefined) return '';
  return subnet.prefix === 32 ? subnet.address : `${subnet.address}/${subnet.prefix}`;
}

/** `SYN/SYN,ACK`: of SYN and ACK just SYN is set; `RST`: RST is set, whatever the others are. */
export function readFlags(text: string): Typed<NonNullable<FilterRule['flags']>> {
  if (isAny(text)) return undefined;
  const [set, mask, more] = text.split('/').map(bitsOf);
  if (set === undefined || set === null || mask === null || more !== undefined) return null;
  return { mask: mask ?? set, set };
}

export function writeFlags(flags: FilterRule['flags']): string {
  if (flags === undefined) return '';
  const { mask, set } = flags;
  return mask === set ? flagsText(set) : `${flagsText(set)}/${flagsText(mask)}`;
}

function bitsOf(text: string): number | null {
  let bits = 0;
  for (const word of text
    .trim()
    .toUpperCase()
    .split(/[\s,]+/)) {
    if (word === '0') continue;
    const bit = FILTER_FLAGS[word as keyof typeof FILTER_FLAGS] as number | undefined;
    if (bit === undefined) return null;
    bits |= bit;
  }
  return bits;
}

/** The rule with one field set, or left out; what no longer fits beside it goes too. */
export function withField<K extends keyof FilterRule>(
  rule: FilterRule,
  field: K,
  value: FilterRule[K] | undefined,
): FilterRule {
  const { [field]: _, ...rest } = rule;
  const next = (value === undefined ? rest : { ...rest, [field]: value }) as FilterRule;
  if (next.direction === 'out') delete next.from;
  if (next.direction === 'in') delete next.to;
  if (next.protocol !== 'udp' && next.protocol !== 'tcp') {
    delete next.sourcePorts;
    delete next.destinationPorts;
  }
  if (next.protocol !== 'tcp') delete next.flags;
  if (next.action !== 'reject') delete next.rejectWith;
  return next;
}
