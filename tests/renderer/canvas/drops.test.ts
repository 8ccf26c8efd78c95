import { describe, expect, it } from 'vitest';
import { REASONS } from '#contract/trace.ts';
import { i18n } from '#renderer/locales/index.ts';

for (const locale of ['en', 'ko'] as const) {
  describe(`the labels of drops in ${locale}`, () => {
    it('say every reason, short enough to stand on the drawing', () => {
      const faults = REASONS.filter((reason) => {
        const key = `canvas.drops.${reason}`;
        return !i18n.global.te(key, locale) || i18n.global.t(key, {}, { locale }).length > 28;
      });
      expect(faults).toEqual([]);
    });
  });
}
