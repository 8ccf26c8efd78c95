import type { ExplainedField } from './explained.ts';
import type { HttpHead, HttpLine } from './http.ts';

const REQUEST_KEY = 'http.request';
const RESPONSE_KEY = 'http.response';
const FIELD_KEY = 'http.field';
const END_KEY = 'http.end';

/** Keys an explained HTTP head can have. */
export const HTTP_KEYS: readonly string[] = [REQUEST_KEY, RESPONSE_KEY, FIELD_KEY, END_KEY];

/** A field a line. */
export function explainHttp({ kind, lines }: HttpHead): ExplainedField[] {
  return lines.map((line, index) => {
    if (index > 0) return fieldOf(line, line.text === '' ? END_KEY : FIELD_KEY);
    return fieldOf(line, kind === 'request' ? REQUEST_KEY : RESPONSE_KEY);
  });
}

function fieldOf({ from, to, text }: HttpLine, key: string): ExplainedField {
  return { key, from, to, bits: null, value: text, text: text === '' ? '\\r\\n' : text, fault: null };
}
