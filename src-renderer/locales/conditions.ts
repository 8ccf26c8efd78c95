import { useI18n } from 'vue-i18n';
import type { Condition } from '#contract/shapes.ts';
import { useDocument } from '../stores/document.ts';
import { useSentences } from './sentences.ts';
import { formatTime } from './time.ts';

/** What time runs until, in words: with names instead of ids, in the person's language. */
export function useConditions(): { words(condition: Condition): string } {
  const { t } = useI18n();
  const document = useDocument();
  const { reasonName } = useSentences();

  function words(condition: Condition): string {
    switch (condition.kind) {
      case 'time':
        return t('timeline.condition.time', { time: formatTime(condition.time) });
      case 'filter':
        return t('timeline.condition.filter', { filter: condition.filter });
      case 'program-ends':
        return t('timeline.condition.program-ends', { program: document.nameOf(condition.program) });
      case 'terminal-ready':
        return t('timeline.condition.terminal-ready', { device: document.nameOf(condition.device) });
      case 'state': {
        const { device, state } = condition;
        if (!device) return t('timeline.condition.stateAny', { state });
        return t('timeline.condition.state', { device: document.nameOf(device), state });
      }
      case 'drop': {
        const why = condition.reason ? reasonName(condition.reason) : '';
        const device = condition.device ? document.nameOf(condition.device) : '';
        if (device)
          return why
            ? t('timeline.condition.dropForAt', { device, reason: why })
            : t('timeline.condition.dropAt', { device });
        return why ? t('timeline.condition.dropFor', { reason: why }) : t('timeline.condition.drop');
      }
    }
  }
  return { words };
}
