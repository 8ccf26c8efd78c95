import type { HopDocument } from '#document/records.ts';
import { i18n } from '../locales/index.ts';

/** A project that comes with the application, its title and the names of its programs in the person's language. */
export function worded(id: string, document: HopDocument): HopDocument {
  const { t, te } = i18n.global;
  const records = document.records.map((record) => {
    const key = `examples.${id}.${record.id}`;
    return record.type === 'program' && te(key) ? { ...record, name: t(key) } : record;
  });
  return { ...document, title: t(`app.${id}-title`), records };
}
