import { i18n } from '../locales/index.ts';

/** The words beside cables and devices, in the language spoken just now. */
export function markWords(name: string, parameters: Record<string, string | number> = {}): string {
  const { count } = parameters;
  return typeof count === 'number'
    ? i18n.global.t(`touch.mark.${name}`, parameters, count)
    : i18n.global.t(`touch.mark.${name}`, parameters);
}
