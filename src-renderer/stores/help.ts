import { ref } from 'vue';
import { defineStore } from 'pinia';
import { usePreferences } from './preferences.ts';

/** Concepts that are explained in a few sentences (`help.topics.<topic>` of the locales), in the order of a course. */
export const TOPICS = [
  'frame',
  'arp-cache',
  'hub',
  'mac-table',
  'vlan',
  'spanning-tree',
  'ip-address',
  'routing',
  'ttl',
  'icmp',
  'mtu',
  'rip',
  'ports',
  'sockets',
  'udp',
  'handshake',
  'states',
  'half-close',
  'time-wait',
  'port-exhaustion',
  'sequence',
  'window',
  'retransmission',
  'congestion',
  'nat',
  'filter',
  'dhcp',
  'dns',
  'http',
  'delay',
  'virtual-time',
  'causes',
  'drops',
  'runs',
  'display-filter',
  'gateway',
  'seed',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What each leads on to. */
export const RELATED: Readonly<Record<Topic, readonly Topic[]>> = {
  frame: ['arp-cache', 'mac-table', 'mtu'],
  'arp-cache': ['frame', 'ip-address', 'mac-table'],
  hub: ['mac-table', 'frame'],
  'mac-table': ['hub', 'vlan', 'spanning-tree'],
  vlan: ['mac-table', 'spanning-tree'],
  'spanning-tree': ['mac-table', 'vlan'],
  'ip-address': ['routing', 'arp-cache'],
  routing: ['ip-address', 'rip', 'ttl'],
  ttl: ['icmp', 'routing'],
  icmp: ['ttl', 'mtu'],
  mtu: ['icmp', 'frame'],
  rip: ['routing'],
  ports: ['sockets', 'nat', 'port-exhaustion'],
  sockets: ['ports', 'states', 'udp'],
  udp: ['sockets', 'ports'],
  handshake: ['states', 'sequence', 'sockets'],
  states: ['handshake', 'half-close', 'time-wait'],
  'half-close': ['states', 'sockets', 'time-wait'],
  'time-wait': ['states', 'port-exhaustion', 'sequence'],
  'port-exhaustion': ['time-wait', 'ports'],
  sequence: ['window', 'retransmission'],
  window: ['sequence', 'congestion'],
  retransmission: ['congestion', 'sequence'],
  congestion: ['retransmission', 'window'],
  nat: ['ports', 'ip-address', 'filter'],
  filter: ['nat', 'drops'],
  dhcp: ['ip-address', 'udp'],
  dns: ['udp', 'http'],
  http: ['dns', 'handshake'],
  delay: ['retransmission', 'congestion'],
  'virtual-time': ['runs', 'seed'],
  causes: ['drops', 'virtual-time'],
  drops: ['causes', 'filter'],
  runs: ['virtual-time', 'seed'],
  'display-filter': ['causes', 'frame'],
  gateway: ['nat', 'sockets'],
  seed: ['virtual-time', 'runs'],
};

/** What explains itself beside the work: a concept, the keyboard shortcuts, the first look around. */
export const useHelp = defineStore('help', () => {
  /** The concept that is explained; null: none. */
  const topic = ref<Topic | null>(null);
  /** The step of the tour, from 0; null: it is not on. */
  const step = ref<number | null>(null);

  /** Explains a concept; a word that names none is ignored. */
  function show(name: string): void {
    topic.value = TOPICS.find((one) => one === name) ?? topic.value;
  }
  function startTour(): void {
    topic.value = null;
    step.value = 0;
  }
  /** Ends the tour, seen or skipped: it does not come by itself again. */
  function endTour(): void {
    step.value = null;
    usePreferences().tourSeen = true;
  }

  return { topic, step, show, startTour, endTour };
});
