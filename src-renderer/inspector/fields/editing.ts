import { useI18n } from 'vue-i18n';
import type { DocumentRecord } from '#document/records.ts';
import { problemText } from '../../locales/index.ts';
import { useDocument } from '../../stores/document.ts';
import { unsplit } from './notation.ts';

/** Putting a record in its own place, with the refusal as a sentence for the field it was typed into. */
export function useEditing(): {
  /** Null: done. */
  put(label: string, record: DocumentRecord): string | null;
  /** The sentence for a field that could not even be read. `value`: what of it, where the sentence says it. */
  unreadable(
    what: 'prefix' | 'mask' | 'address' | 'rate' | 'delay' | 'number' | 'bytes' | 'percent' | 'ratio' | 'ordinals',
    value?: string,
  ): string;
  /** The same for an address with a prefix or mask. */
  unreadableSubnet(text: string): string;
} {
  const { t } = useI18n();
  const drawing = useDocument();
  const unreadable: ReturnType<typeof useEditing>['unreadable'] = (what, value = '') =>
    t(`inspector.unreadable.${what}`, { value: value.trim() });
  return {
    put(label, record) {
      const [first] = drawing.attempt(label, (draft) => draft.put(record));
      return first ? problemText(first) : null;
    },
    unreadable,
    unreadableSubnet(text) {
      const { what, value } = unsplit(text);
      return unreadable(what, value);
    },
  };
}
