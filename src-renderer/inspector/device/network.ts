import type { NETWORK_OPTIONS } from '#document/network.ts';

export type NetworkOptionName = keyof typeof NETWORK_OPTIONS;

interface Group {
  group: string;
  names: readonly NetworkOptionName[];
}

/** All settings of the network layer but those that only routers, or only hosts, have. */
const COMMON: readonly Group[] = [
  { group: 'addresses', names: ['addressConflictDetection', 'neighbourLimit'] },
  { group: 'sizes', names: ['pathMtuDiscovery', 'pathMtuAge', 'reassemblyTimeout', 'reassemblyMemory'] },
  { group: 'errors', names: ['icmpErrorRate', 'icmpErrorBurst'] },
];

/** The settings a form shows, in the order and under the headings in which a person looks for them. */
export function networkGroups(router: boolean): readonly Group[] {
  const ways: readonly NetworkOptionName[] = router
    ? ['timeToLive', 'sendRedirects']
    : ['timeToLive', 'acceptRedirects', 'hostModel'];
  return [...COMMON, { group: 'ways', names: ways }];
}
