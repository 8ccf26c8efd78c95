/** Rates, delays and shares as a person reads and types them: the same notation in every language. */

const BIT_RATES = [
  ['Gbit/s', 1e9],
  ['Mbit/s', 1e6],
  ['kbit/s', 1e3],
  ['bit/s', 1],
] as const;

/** bit/s in the largest unit that loses nothing worth showing: `100 Mbit/s`. */
export function formatBitRate(rate: number): string {
  const [name, size] = BIT_RATES.find(([, one]) => rate >= one) ?? BIT_RATES[3];
  return `${trimmed(rate / size)} ${name}`;
}

/** bit/s from `100 Mbit/s`, `100M`, `1.5 Gbps`, `9600`. Null: not a rate. */
export function readBitRate(text: string): number | null {
  const parts = /^\s*(\d+(?:[.,]\d+)?)\s*([kmg])?\s*(?:b|bit|bits)?(?:\s*\/\s*s|ps)?\s*$/i.exec(text);
  if (!parts) return null;
  const factor = { k: 1e3, m: 1e6, g: 1e9 }[parts[2]?.toLowerCase() ?? ''] ?? 1;
  return Math.round(Number(parts[1]!.replace(',', '.')) * factor);
}

const DELAYS = [
  ['s', 1e9],
  ['ms', 1e6],
  ['µs', 1e3],
  ['ns', 1],
] as const;

/** ns in the largest unit with a whole part: `10 µs`. */
export function formatDelay(delay: number): string {
  const [name, size] = DELAYS.find(([, one]) => delay >= one) ?? DELAYS[3];
  return `${trimmed(delay / size)} ${name}`;
}

/** Whole ns from `10 µs`, `10us`, `1.5 ms`. Only 0 may stand without a unit. Null: not a delay. */
export function readDelay(text: string): number | null {
  const parts = /^\s*(\d+(?:[.,]\d+)?)\s*(ns|[uµμ]s|ms|s)?\s*$/i.exec(text);
  if (!parts) return null;
  const number = Number(parts[1]!.replace(',', '.'));
  if (parts[2] === undefined) return number === 0 ? 0 : null;
  const unit = parts[2].toLowerCase().replace(/^[uμ]s$/, 'µs');
  return Math.round(number * DELAYS.find(([name]) => name === unit)![1]);
}

const SIZES = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
  ['B', 1],
] as const;

/** Bytes in the largest unit with a whole part: `256 MB`. */
export function formatBytes(bytes: number): string {
  const [name, size] = SIZES.find(([, one]) => bytes >= one) ?? SIZES[3];
  return `${Number((bytes / size).toPrecision(3))} ${name}`;
}

/** Whole bytes from `256 MB`, `1.5 GB`; a number alone is MB. Null: not a size. */
export function readBytes(text: string): number | null {
  const parts = /^\s*(\d+(?:[.,]\d+)?)\s*([kmg])?b?\s*$/i.exec(text);
  if (!parts) return null;
  const factor = { k: 1e3, m: 1e6, g: 1e9 }[parts[2]?.toLowerCase() ?? 'm'] ?? 1e6;
  return Math.round(Number(parts[1]!.replace(',', '.')) * factor);
}

/** A whole number, as typed: `1500`, `1,500`. Null: not one. */
export function readWhole(text: string): number | null {
  const digits = text.trim().replace(/(?<=\d)[, _](?=\d{3})/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** A probability as percent, without needless digits: `1.5 %`. */
export function formatPercent(probability: number): string {
  return `${trimmed(probability * 100)} %`;
}

/** A probability from `1.5 %`, `1,5`, `50%`. Null: not 0 … 100 percent. */
export function readPercent(text: string): number | null {
  const parts = /^\s*(\d+(?:[.,]\d+)?)\s*%?\s*$/.exec(text);
  const percent = parts ? Number(parts[1]!.replace(',', '.')) : Infinity;
  return percent <= 100 ? Number((percent / 100).toPrecision(12)) : null;
}

/** A bit error rate from `1e-6`, `0.00001`. Null: not a number of 0 or more. */
export function readRatio(text: string): number | null {
  const trimmedText = text.trim().replace(',', '.');
  return /^(\d+(\.\d+)?|\.\d+)(e[-+]?\d+)?$/i.test(trimmedText) ? Number(trimmedText) : null;
}

function trimmed(value: number): string {
  return String(Number(value.toPrecision(12)));
}
