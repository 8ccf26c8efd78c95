import { computed, ref, watch } from 'vue';
import { defineStore } from 'pinia';
import { compileFilter, isBlank } from '#engine/wire/filter/filter.ts';
import type { KnownValues } from '#engine/wire/filter/completion.ts';
import type { PreferenceValue } from '#contract/preferences.ts';
import { useDocument } from './document.ts';
import { useKept } from './kept.ts';

/** Signs a row can be marked with: shapes, so that no colour stands alone. */
export const SIGNS = ['✕', '↻', '⊘', '◆', '●', '▲', '■', '★', '?', '!'] as const;
export type Sign = (typeof SIGNS)[number];
/** Colours of the tokens `--mark-…`. */
export const TINTS = ['red', 'orange', 'green', 'blue', 'purple', 'grey'] as const;
export type Tint = (typeof TINTS)[number];

/** What passes the filter is marked with the sign on the colour; the first rule that fits counts. */
export interface ColourRule {
  filter: string;
  sign: Sign;
  tint: Tint;
  enabled: boolean;
}

/** Rules at most: as many as `trace.rows` takes. */
export const MOST_RULES = 20;
const MOST_RECENT = 12;

/** What a person begins with: losses, what was sent again, refusals, beginnings and ends of connections, ARP. */
export const DEFAULT_RULES: readonly ColourRule[] = [
  { filter: 'hop.kind in {frame.dropped, arp.failed, tcp.failed}', sign: '✕', tint: 'red', enabled: true },
  {
    filter: 'tcp.analysis.retransmission || tcp.analysis.duplicate_ack',
    sign: '↻',
    tint: 'orange',
    enabled: true,
  },
  { filter: 'tcp.flags.reset == 1', sign: '⊘', tint: 'purple', enabled: true },
  { filter: 'tcp.flags.syn == 1 || tcp.flags.fin == 1', sign: '◆', tint: 'green', enabled: true },
  { filter: 'arp', sign: '?', tint: 'blue', enabled: true },
];

/** Filters a person has used, and the rules by which rows are marked; both kept for the next start. */
export const useFilters = defineStore('filters', () => {
  const drawing = useDocument();
  const kept = useKept();
  /** The newest first, each once. */
  const recent = ref<string[]>(recentOf(kept.values['filters.recent']));
  const rules = ref<ColourRule[]>(rulesOf(kept.values['filters.rules']));
  /** Whether the dialog of rules is open. */
  const rulesShown = ref(false);

  /** The filters of the rules that count, in their order: those that are switched on and can be compiled. */
  const active = computed(() => rules.value.filter(({ enabled, filter }) => enabled && compiles(filter)));

  function remember(text: string): void {
    if (isBlank(text)) return;
    recent.value = [text, ...recent.value.filter((known) => known !== text)].slice(0, MOST_RECENT);
  }

  /** What the drawing knows of values: names of devices and ports, cables, addresses. For completing a filter. */
  const known: KnownValues = ({ name, type }) => {
    const { devices, cables } = drawing;
    if (name === 'hop.device') return devices.map((device) => device.name);
    if (name === 'hop.port') return [...new Set(devices.flatMap(({ ports }) => ports.map((port) => port.name)))];
    if (name === 'hop.cable') return cables.map(({ id }) => id);
    const ports = devices.flatMap((device) => device.ports);
    if (type === 'ipv4') return ports.flatMap((port) => ('address' in port ? (port.address ?? []) : []));
    if (type === 'mac') return ports.flatMap((port) => port.mac ?? []);
    return [];
  };

  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  watch(recent, (texts) => kept.put('filters.recent', [...texts]));
  watch(
    rules,
    (all) => kept.put('filters.rules', same(all, DEFAULT_RULES) ? undefined : all.map((rule) => ({ ...rule }))),
    {
      deep: true,
    },
  );
  // What the host kept may come after this store, or be forgotten on wish.
  watch(
    () => kept.values,
    (values) => {
      const [texts, all] = [recentOf(values['filters.recent']), rulesOf(values['filters.rules'])];
      if (!same(texts, recent.value)) recent.value = texts;
      if (!same(all, rules.value)) rules.value = all;
    },
  );

  return { recent, rules, rulesShown, active, remember, known };
});

function compiles(text: string): boolean {
  return 'filter' in compileFilter(text);
}

function recentOf(kept: PreferenceValue | undefined): string[] {
  return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST_RECENT) : [];
}

function rulesOf(kept: PreferenceValue | undefined): ColourRule[] {
  return Array.isArray(kept) ? kept.flatMap(ruleOf).slice(0, MOST_RULES) : DEFAULT_RULES.map((rule) => ({ ...rule }));
}

/** A rule as it was kept; none where it is no rule. */
function ruleOf(kept: unknown): ColourRule[] {
  const { filter, sign, tint, enabled } = (kept ?? {}) as Record<string, unknown>;
  const known = SIGNS.find((one) => one === sign);
  const colour = TINTS.find((one) => one === tint);
  if (typeof filter !== 'string' || known === undefined || colour === undefined) return [];
  return [{ filter, sign: known, tint: colour, enabled: enabled !== false }];
}
