import { useI18n } from 'vue-i18n';
import type { Rung } from '#contract/shapes.ts';
import { sentenceOf } from '../locales/index.ts';
import { useSentences } from '../locales/sentences.ts';
import { formatDelay, formatTime } from '../locales/time.ts';
import type { Chosen } from './chosen.ts';
import { markingsOf, type Marking } from './marks.ts';
import { underWay, type PlacedRung } from './ladder.ts';

/** What is said about the segments of the conversation looked at. */
export function useSegmentWords(chosen: Pick<Chosen, 'endName'>): {
  onTheWay: string;
  label(placed: PlacedRung): string;
  lost(rung: Rung): string;
  mark(marking: Marking, rung: Rung): string;
  silence(silence: number): string;
} {
  const { t } = useI18n();
  const { name, reason } = useSentences();

  /** Where and why a segment was lost, in the few words that fit beside its end: on which cable its arrow shows. */
  function lost({ reason: code, ended }: Rung): string {
    if (code === 'lost-on-cable') return t('conversations.lostOnCable');
    const why = sentenceOf('canvas.drops', code ?? '');
    const device = ended?.device ?? null;
    return device === null
      ? t('conversations.lost', { reason: why })
      : t('conversations.lostAt', { reason: why, place: name(device) });
  }

  const mark = (marking: Marking, { duplicate }: Rung): string =>
    t(`conversations.mark.${marking}`, { count: duplicate });

  /** What is seen of a segment first, in the order in which it is drawn, then who sent it to whom and what became of it. */
  function label(placed: PlacedRung): string {
    const { rung, title, numbers, sack, delay, atStart, byTime } = placed;
    const [from, to] = rung.end === 'client' ? (['client', 'server'] as const) : (['server', 'client'] as const);
    const way = underWay(placed);
    const seen = [title, ...markingsOf(rung).flatMap((marking) => ['·', mark(marking, rung)])];
    if (way.inTitle) seen.push('·', t('conversations.onTheWay'));
    if (atStart && !byTime) seen.unshift(formatDelay(delay));
    else seen.push(formatDelay(delay));
    if (numbers !== '') seen.push(numbers);
    if (sack !== '') seen.push(sack);
    if (rung.reason !== null) seen.push(lost(rung));
    else if (way.is && !way.inTitle) seen.push(t('conversations.onTheWay'));
    const fate = rung.reason === null ? [] : [reason(rung.reason)];
    if (rung.ended?.cable) fate.push(name(rung.ended.cable));
    const said = { label: seen.join(' '), from: chosen.endName(from), to: chosen.endName(to) };
    return [t('conversations.segment', said), ...fate].join(', ');
  }

  return {
    get onTheWay() {
      return t('conversations.onTheWay');
    },
    label,
    lost,
    mark,
    silence: (silence) => t('conversations.silence', { time: formatTime(Math.round(silence), 3) }),
  };
}
