import { useI18n } from 'vue-i18n';
import type { Comparison, Difference } from '#contract/differences.ts';
import { useDocument } from '../stores/document.ts';
import { sentenceOf } from './index.ts';
import { useSentences } from './sentences.ts';
import { formatTime } from './time.ts';

/** What both runs are called. */
export interface RunNames {
  left: string;
  right: string;
}

type Setting = Comparison['settings'][number];
type Values = Difference['parameters'];

/** Settings that are times in ns, and shares of one. */
const TIMES = /delay|jitter|lifetime|timeout|retransmission(Initial|Minimum|Maximum)|interval|idle/i;
const SHARES = /^(loss|duplication|probability)$/;

/** Differences of two runs in words: one sentence a kind, in the person's language. */
export function useDifferences(): {
  sentence(difference: Difference, names: RunNames): string;
  /** What a program printed in both, where that is the difference; else nothing. */
  printed(difference: Difference): { left: string; right: string } | null;
  setting(setting: Setting, names: RunNames): string;
} {
  const { t, te } = useI18n();
  const document = useDocument();
  const { sentence: factSentence, name } = useSentences();

  const number = (values: Values, key: string): number => Number(values[key] ?? 0);
  const span = (ns: number): string => formatTime(Math.abs(ns), 3);
  const shift = (ns: number): string => t(ns < 0 ? 'compare.sooner' : 'compare.later', { time: span(ns) });

  /** A segment, message or state: `ACK 7`, `data 1461–2920`. */
  function what(values: Values): string {
    const named = t(`compare.what.${values['what']}`, { ...values });
    return values['resent'] === 1 ? t('compare.resent', { what: named }) : named;
  }

  /** What came of something: `: 312 ms later, 2 segments more`. `sign` -1: seen from the left run. */
  function effects(values: Values, sign: 1 | -1): string {
    const said: string[] = [];
    const [later, more, again] = ['later', 'more', 'again'].map((key) => number(values, key) * sign) as [
      number,
      number,
      number,
    ];
    if (later !== 0) said.push(shift(later));
    if (more !== 0) {
      const counted = values['what'] === 'message' ? 'messages' : 'segments';
      said.push(t(`compare.${counted}-${more > 0 ? 'more' : 'fewer'}`, { count: Math.abs(more) }, Math.abs(more)));
    }
    if (again !== 0) said.push(t(again > 0 ? 'compare.again-more' : 'compare.again-fewer', { count: Math.abs(again) }));
    return said.length === 0 ? '' : t('compare.effects', { said: said.join(', ') });
  }

  function sentence({ kind, parameters: values }: Difference, names: RunNames): string {
    const side = values['side'] === 'left' ? 'left' : 'right';
    const run = names[side];
    const said: Values = {
      ...values,
      run,
      other: names[side === 'left' ? 'right' : 'left'],
      leftRun: names.left,
      rightRun: names.right,
      device: values['device'] === '' ? t('conversations.unknownDevice') : name(String(values['device'] ?? '')),
    };
    const key = `compare.difference.${kind}`;
    const count = number(values, 'count');
    switch (kind) {
      case 'done': {
        const { input, device, side: _side, ...detail } = values;
        const row = { kind: String(input), device: String(device) || null, port: null, reason: null, detail };
        return t(key, { run, what: factSentence(row) });
      }
      case 'lost': {
        const many = count > 1 ? t('compare.and-more', { count: count - 1 }) : '';
        return t(key, {
          ...{ ...said, what: what(values), many, why: why(values) === '' ? '' : ` (${why(values)})` },
          effects: effects(values, side === 'left' ? -1 : 1),
        });
      }
      case 'only': {
        const many = count > 1 ? t('compare.and-more', { count: count - 1 }) : '';
        return t(key, { ...said, what: what(values), many, effects: effects(values, side === 'left' ? -1 : 1) });
      }
      case 'many': {
        const lost = number(values, 'lostLeft') + number(values, 'lostRight');
        const parts = lost === 0 ? [] : [t('compare.many-lost', said)];
        const only = number(values, 'onlyLeft') + number(values, 'onlyRight');
        if (only > 0) parts.push(t('compare.many-only', said));
        return t(key, { ...said, what: what(values), parts: parts.join(', '), effects: effects(values, 1) });
      }
      case 'later':
        return t(key, { ...said, what: what(values), later: shift(number(values, 'later')) }, count);
      case 'drift':
        return t(key, {
          ...{ ...said, what: what(values) },
          ...{ first: shift(number(values, 'first')), later: shift(number(values, 'later')) },
        });
      case 'totals': {
        const longer = number(values, 'longer');
        const length = longer === 0 ? '' : t(longer > 0 ? 'compare.longer' : 'compare.shorter', { time: span(longer) });
        return t(key, {
          ...said,
          client: name(String(values['client'])),
          server: name(String(values['server'])),
          length,
        });
      }
      case 'connection':
        return t(key, { ...said, client: name(String(values['client'])), server: name(String(values['server'])) });
      case 'drops':
        return t(key, { ...said, reason: sentenceOf('canvas.drops', String(values['reason'])) });
      case 'status': {
        const ended = (which: 'statusLeft' | 'statusRight'): string =>
          number(values, which) < 0 ? t('compare.not-ended') : t('compare.ended-with', { status: values[which]! });
        return t(key, { ...said, program: program(values), left: ended('statusLeft'), right: ended('statusRight') });
      }
      case 'ended':
        return t(key, { ...said, program: program(values), later: shift(number(values, 'later')) });
      case 'printed': {
        const later = number(values, 'later');
        return t(
          key,
          { ...said, program: program(values), later: later === 0 ? '' : t('compare.effects', { said: shift(later) }) },
          count,
        );
      }
      default:
        return t(key, said);
    }
  }

  /** Why something was dropped, in the few words that stand beside it on the drawing. */
  const why = (values: Values): string =>
    values['reason'] === 'lost-on-cable' ? '' : sentenceOf('canvas.drops', String(values['reason']));
  const program = (values: Values): string => document.nameOf(String(values['program']));

  function printed({ kind, parameters }: Difference): { left: string; right: string } | null {
    return kind === 'printed' ? { left: String(parameters['left']), right: String(parameters['right']) } : null;
  }

  function setting({ record, field, left, right }: Setting, names: RunNames): string {
    const thing = document.nameOf(record);
    if (field === '') return t('compare.setting-only', { thing, run: left === null ? names.right : names.left });
    const shown = { left: valueOf(field, left), right: valueOf(field, right) };
    return t('compare.setting', {
      thing,
      field: fieldName(record, field),
      ...shown,
      leftRun: names.left,
      rightRun: names.right,
    });
  }

  /** `Loss, pc1 → switch1`; a field nobody has a title for is named as it stands in the file. */
  function fieldName(record: string, field: string): string {
    const parts = field.split('.');
    const last = parts.findLast((part) => !/^\d+$/.test(part)) ?? field;
    const title = [`transport.setting.${last}`, `inspector.${last}`].find((key) => te(key));
    const named = title === undefined ? field : t(title);
    const cable = document.cable(record);
    if (cable === null || parts[0] !== 'directions') return named;
    const ends = [document.nameOf(cable.a.device), document.nameOf(cable.b.device)];
    return `${named}, ${(parts[1] === '1' ? ends.reverse() : ends).join(' → ')}`;
  }

  function valueOf(field: string, value: string | number | null): string {
    if (value === null) return t('table.blank');
    const last = field.slice(field.lastIndexOf('.') + 1);
    if (typeof value !== 'number') return value;
    if (SHARES.test(last)) return `${Math.round(value * 1e6) / 1e4} %`;
    return TIMES.test(last) ? formatTime(value) : String(value);
  }

  return { sentence, printed, setting };
}
