import { useI18n } from 'vue-i18n';
import { KINDS } from '#contract/trace.ts';
import type { FactRow } from '#contract/shapes.ts';
import { useDocument } from '../stores/document.ts';
import { formatTime } from './time.ts';

/** Parameters of a fact that are ids of records, by the kind's family. */
const IDS: Readonly<Record<string, readonly string[]>> = {
  frame: ['to', 'from', 'cable'],
  link: ['cable'],
  input: ['program', 'what'],
  touch: ['cable'],
  rule: ['cable'],
};

/** Facts in words: one sentence a kind, with names instead of ids, in the person's language. */
export function useSentences(): {
  /** What happened, as one sentence. */
  sentence(row: Pick<FactRow, 'kind' | 'device' | 'port' | 'reason' | 'detail'>): string;
  /** Why something was thrown away, as one sentence. */
  reason(name: string): string;
  /** The same in a word or two, as the drawing writes it. */
  reasonName(name: string): string;
  /** What the check that threw something away found and expected, as one sentence; null: the fact does not tell. */
  check(row: Pick<FactRow, 'reason' | 'detail'>): string | null;
  /** What a person calls a device, program or cable; null: nobody in particular. */
  name(id: string | null): string;
} {
  const { t, te } = useI18n();
  const document = useDocument();

  const name = (id: string | null): string => (id === null ? t('words.world') : document.nameOf(id));
  const reason = (code: string): string => (te(`reason.${code}`) ? t(`reason.${code}`) : code);
  const reasonName = (code: string): string => (te(`canvas.drops.${code}`) ? t(`canvas.drops.${code}`) : reason(code));

  function check({ reason: code, detail }: Pick<FactRow, 'reason' | 'detail'>): string | null {
    const key = `check.${code}`;
    if (code === null || detail.found === undefined || !te(key)) return null;
    return t(key, { found: detail.found, expected: detail.expected ?? '' });
  }

  function sentence(row: Pick<FactRow, 'kind' | 'device' | 'port' | 'reason' | 'detail'>): string {
    const types: Readonly<Record<string, string>> | undefined = KINDS[row.kind as keyof typeof KINDS];
    if (!types) return row.kind;
    // What a cable loses nobody drops: the reason says it all.
    if (row.kind === 'frame.dropped' && row.device === null) return reason(row.reason ?? 'none');
    const ids = IDS[row.kind.slice(0, row.kind.indexOf('.'))] ?? [];
    const said: Record<string, string | number> = {
      device: name(row.device),
      port: row.port ?? t('words.none'),
      reason: reason(row.reason ?? 'none'),
    };
    for (const [key, value] of Object.entries(row.detail)) {
      if (types[key] === 'time') said[key] = formatTime(Number(value));
      else if (ids.includes(key)) said[key] = document.nameOf(String(value));
      else said[key] = typeof value === 'number' ? String(value) : word(row.kind, key, value);
    }
    if (row.kind === 'frame.arrived') said.from ??= t('words.outside');
    if (row.kind === 'tcp.congestion') said.ssthresh ??= t('words.unlimited');
    // A sentence about a length may differ for none, one and many.
    return t(`trace.${row.kind}`, said, Number(row.detail.length ?? 0));
  }

  /** A text parameter: mostly the field's own notation, sometimes a name the locale has a word for. */
  function word(kind: string, key: string, value: string): string {
    if (key === 'via' && value === '') return t('words.direct');
    if (kind === 'tcp.state' && key === 'clause' && value === '') return t('words.noClause');
    if (kind === 'arp.conflict' && key === 'outcome') return t(`words.conflict.${value}`);
    if (kind.startsWith('arp.') && (key === 'state' || key === 'from' || key === 'to')) {
      return value === '' ? t('words.forgotten') : t(`words.arp.${value}`);
    }
    if (kind === 'touch.edited' && key === 'checksums') return t(`words.touch.${value}`);
    if (kind.startsWith('rule.') && (key === 'action' || key === 'why')) return t(`words.rule.${value}`);
    if (kind.startsWith('interface.') || (kind.startsWith('route.') && key === 'kind')) {
      return te(`table.values.${value}`) ? t(`table.values.${value}`) : value || t('table.blank');
    }
    if (kind.startsWith('icmp.error.') && key === 'error') return t(`words.icmp.${value}`);
    if (kind.startsWith('filter.') && (key === 'action' || key === 'direction')) return t(`words.filter.${value}`);
    if (kind === 'filter.flow' && (key === 'from' || key === 'to')) {
      if (value === '') return key === 'from' ? t('words.filter.new') : t('words.forgotten');
      return t(`table.values.${value}`);
    }
    if (kind === 'tcp.retransmitted' && key === 'why') return t(`words.retransmission.${value}`);
    if (kind === 'tcp.congestion' && (key === 'phase' || key === 'why')) return t(`words.congestion.${value}`);
    if (kind === 'nat.translated' && key === 'side') return t(`words.nat.${value}`);
    if (kind.startsWith('stp.') && ['from', 'to', 'timer'].includes(key)) return t(`words.stp.${value}`);
    if (kind.startsWith('tcp.timer.') && key === 'timer')
      return te(`words.timer.${value}`) ? t(`words.timer.${value}`) : value;
    return value;
  }

  return { sentence, reason, reasonName, check, name };
}
