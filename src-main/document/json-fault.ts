const SPACE = /[ \t\n\r]*/y;
const SCALAR =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const KEY = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/**
 * Where text stops being JSON (RFC 8259), as line and column from 1. `JSON.parse` does not always say.
 * Text without a fault is answered with its end.
 */
export function jsonFault(text: string): { line: number; column: number } {
  const before = text.slice(0, faultOffset(text));
  const line = before.split('\n').length;
  return { line, column: before.length - before.lastIndexOf('\n') };
}

function faultOffset(text: string): number {
  let at = 0;
  // What is open, innermost last. A list, because a file may nest deeper than calls can.
  const open: ('{' | '[')[] = [];
  let expect: 'value' | 'first value' | 'key' | 'first key' | 'after' = 'value';

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found !== null;
  };
  const close = (): void => {
    at++;
    open.pop();
    expect = 'after';
  };

  for (;;) {
    skip(SPACE);
    const next = text[at];
    const inside = open.at(-1);
    if (expect === 'after') {
      if (inside === undefined) return at;
      if (next === (inside === '{' ? '}' : ']')) close();
      else if (next === ',') {
        at++;
        expect = inside === '{' ? 'key' : 'value';
      } else return at;
    } else if (expect === 'key' || expect === 'first key') {
      if (next === '}' && expect === 'first key') {
        close();
        continue;
      }
      if (!skip(KEY)) return at;
      skip(SPACE);
      if (text[at] !== ':') return at;
      at++;
      expect = 'value';
    } else if (next === '{' || next === '[') {
      at++;
      open.push(next);
      expect = next === '{' ? 'first key' : 'first value';
    } else if (next === ']' && expect === 'first value') {
      close();
    } else if (skip(SCALAR)) {
      expect = 'after';
    } else return at;
  }
}
