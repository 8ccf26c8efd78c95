import { useI18n } from 'vue-i18n';
import type { CableRecord, RuleRecord } from '#document/records.ts';
import { useDocument } from '../../stores/document.ts';
import { formatDelay, formatPercent } from '../fields/notation.ts';

/** A rule as a sentence: `From pc1 to switch1, the 2nd frame that matches tcp.flags.ack == 1: lose it`. */
export function useRuleWords(): { sentenceOf(rule: RuleRecord, cable: CableRecord): string } {
  const { t, locale } = useI18n();
  const drawing = useDocument();

  function wayOf({ direction }: RuleRecord, { a, b }: CableRecord): string {
    const [one, other] = [drawing.nameOf(a.device), drawing.nameOf(b.device)];
    if (direction === 'both') return t('touch.rule.way.both');
    return t('touch.rule.way.one', direction === 'a-to-b' ? { from: one, to: other } : { from: other, to: one });
  }

  function whichOf({ hits }: RuleRecord): string {
    if (hits.which === 'every') return t('touch.rule.which.every');
    if (hits.which === 'probability') {
      return t('touch.rule.which.probability', { share: formatPercent(hits.probability) });
    }
    const [first, ...more] = hits.ordinals;
    if (more.length > 0) return t('touch.rule.which.several', { list: hits.ordinals.join(', ') });
    const kind = new Intl.PluralRules(locale.value, { type: 'ordinal' }).select(first ?? 1);
    return t('touch.rule.which.nth', { nth: t(`touch.rule.ordinal.${kind}`, { number: first ?? 1 }) });
  }

  function actionOf({ action }: RuleRecord): string {
    switch (action.do) {
      case 'delay':
        return t('touch.rule.action.delay', { time: formatDelay(action.by) });
      case 'corrupt':
        return t('touch.rule.action.corrupt', { count: action.bits }, action.bits);
      default:
        return t(`touch.rule.action.${action.do}`);
    }
  }

  return {
    sentenceOf(rule, cable) {
      const parts = { way: wayOf(rule, cable), which: whichOf(rule), action: actionOf(rule) };
      return rule.filter.trim() === ''
        ? t('touch.rule.sentence', parts)
        : t('touch.rule.sentence-matching', { ...parts, filter: rule.filter });
    },
  };
}
