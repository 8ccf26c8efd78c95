import {
  FILTER_ACTIONS,
  FILTER_DIRECTIONS,
  FILTER_FLAGS,
  FILTER_PROTOCOLS,
  REJECT_CODES,
  type FilterRule,
  type FilterSettings,
} from '#engine/net/filter-settings.ts';
import {
  address,
  choice,
  flag,
  list,
  name,
  networkText,
  object,
  optional,
  whole,
  type Check,
  type Place,
} from './check.ts';
import { LIMITS } from './limits.ts';

export { FILTER_ACTIONS, FILTER_DIRECTIONS, FILTER_FLAGS, FILTER_PROTOCOLS, REJECT_CODES };
export { flagsText, matchText, rangeText } from '#engine/net/filter-settings.ts';
export type { FilterRule, FilterSettings, PortRange, Subnet } from '#engine/net/filter-settings.ts';

/** A network without host bits. */
export const subnet = object<{ address: string; prefix: number }>({ address, prefix: whole(0, 32) });

const port = name(LIMITS.portName);
const ports = object({ first: whole(0, 65_535), last: whole(0, 65_535) });
const policy = optional(choice(['accept', 'drop']));

const rule: Check<FilterRule> = object({
  action: choice(FILTER_ACTIONS),
  direction: choice(FILTER_DIRECTIONS),
  from: optional(port),
  to: optional(port),
  source: optional(subnet),
  destination: optional(subnet),
  protocol: optional(choice(Object.keys(FILTER_PROTOCOLS) as (keyof typeof FILTER_PROTOCOLS)[])),
  sourcePorts: optional(ports),
  destinationPorts: optional(ports),
  flags: optional(object({ mask: whole(0, 63), set: whole(0, 63) })),
  established: optional(flag),
  rejectWith: optional(choice(Object.keys(REJECT_CODES) as (keyof typeof REJECT_CODES)[])),
});

/** The packet filter of a host or router. */
export const filter: Check<FilterSettings> = object({
  policy: optional(object({ in: policy, out: policy, forward: policy })),
  rules: list(rule, LIMITS.filterRules),
});

/** What one field of a rule says of another. */
export function checkFilter({ rules }: FilterSettings, place: Place): void {
  rules.forEach((one, index) => checkRule(one, place.at('rules').element(index)));
}

function checkRule(one: FilterRule, place: Place): void {
  const { action, direction, protocol, flags } = one;
  const onlyWith = (field: keyof FilterRule, fits: boolean, other: keyof FilterRule): void => {
    if (one[field] !== undefined && !fits) place.at(field).report('does-not-fit', { other });
  };
  onlyWith('from', direction !== 'out', 'direction');
  onlyWith('to', direction !== 'in', 'direction');
  onlyWith('sourcePorts', protocol === 'udp' || protocol === 'tcp', 'protocol');
  onlyWith('destinationPorts', protocol === 'udp' || protocol === 'tcp', 'protocol');
  onlyWith('flags', protocol === 'tcp', 'protocol');
  onlyWith('rejectWith', action === 'reject', 'action');
  if (flags && (flags.set & ~flags.mask) !== 0) place.at('flags').at('set').report('does-not-fit', { other: 'mask' });
  for (const field of ['source', 'destination'] as const) checkSubnet(one[field], place.at(field));
  for (const field of ['sourcePorts', 'destinationPorts'] as const) checkRange(one[field], place.at(field));
}

/** Refuses a network with host bits. */
export function checkSubnet(given: { address: string; prefix: number } | undefined, place: Place): void {
  if (given === undefined) return;
  const network = networkText(given.address, given.prefix);
  if (network === given.address) return;
  place.at('address').report('host-bits-set', { value: `${given.address}/${given.prefix}`, network });
}

/** Refuses a range that ends before it begins. */
export function checkRange(given: { first: number; last: number } | undefined, place: Place): void {
  if (given !== undefined && given.first > given.last) place.report('range-reversed', { ...given });
}
