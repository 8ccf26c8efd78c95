import { useI18n } from 'vue-i18n';
import type { Measured } from '#contract/touch.ts';
import { formatTime } from '../../locales/time.ts';
import { formatBitRate, formatPercent } from '../fields/notation.ts';

/** What a direction of a cable can be measured to do, as it stands beside the setting of the same name. */
export type MeasuredField = 'bandwidth' | 'delay' | 'jitter' | 'loss' | 'duplication' | 'reordering' | 'damage';

/** Measured values in words, each with the number of frames it is based on. */
export function useMeasuredWords(): {
  /** Beside a setting; undefined while nothing has been measured. */
  beside(field: MeasuredField, measured: Measured | null): string | undefined;
  /** Of the whole direction. */
  summary(measured: Measured | null): string;
} {
  const { t } = useI18n();

  function beside(field: MeasuredField, measured: Measured | null): string | undefined {
    if (!measured || measured.sent === 0) return undefined;
    const [value, count] = valueOf(field, measured);
    return value === null ? undefined : t('touch.measured.beside', { value, count }, count);
  }

  return {
    beside,
    summary(measured) {
      if (!measured || measured.sent === 0) return t('touch.measured.none');
      const { sent, arrived, lost } = measured;
      return t('touch.measured.summary', { sent, arrived, lost });
    },
  };
}

/** The value as text, and how many frames it comes from. */
function valueOf(field: MeasuredField, measured: Measured): [value: string | null, count: number] {
  const { sent, arrived, lost, duplicated, reordered, damaged, loss, delay, jitter, throughput } = measured;
  const share = (part: number, of: number): string | null => (of === 0 ? null : formatShare(part / of));
  const duration = (ns: number | null): string | null => (ns === null ? null : formatTime(Math.round(ns), 2));
  switch (field) {
    case 'bandwidth':
      return [throughput === null ? null : formatBitRate(Number(throughput.toPrecision(3))), arrived];
    case 'delay':
      return [duration(delay), arrived];
    case 'jitter':
      return [duration(jitter), arrived];
    case 'loss':
      return [loss === null ? null : formatShare(loss), arrived + lost];
    case 'duplication':
      return [share(duplicated, sent), sent];
    case 'reordering':
      return [share(reordered, arrived), arrived];
    case 'damage':
      return [share(damaged, sent), sent];
  }
}

/** A share with two digits that count: what was measured is no more exact. */
function formatShare(share: number): string {
  return formatPercent(Number(share.toPrecision(2)));
}
