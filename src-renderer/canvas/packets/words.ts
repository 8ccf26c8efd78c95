import { useI18n } from 'vue-i18n';
import { useDocument } from '../../stores/document.ts';
import type { Flight } from '../../stores/touch.ts';

/** Where a packet on its way goes, and how it stands, in words. */
export function useFlightWords(): { wayOf(flight: Flight): string; stateOf(flight: Flight): string } {
  const { t } = useI18n();
  const drawing = useDocument();
  return {
    wayOf({ cable, direction }) {
      const record = drawing.cable(cable);
      if (!record) return cable;
      const [from, to] = direction === 0 ? [record.a, record.b] : [record.b, record.a];
      return t('touch.way', { from: drawing.nameOf(from.device), to: drawing.nameOf(to.device) });
    },
    stateOf: ({ state }) => t(`touch.state.${state}`),
  };
}
