/** Everything that can be wrong with a filter's text. Each locale has one sentence a name. */
export const FILTER_FAULTS = [
  'filter.too-long',
  'filter.too-deep',
  'filter.unexpected-character',
  'filter.unclosed-text',
  'filter.unclosed',
  'filter.unexpected',
  'filter.unexpected-end',
  'filter.unknown-field',
  'filter.unknown-value',
  'filter.wrong-type',
  'filter.out-of-range',
  'filter.wrong-operator',
  'filter.not-comparable',
  'filter.bad-slice',
  'filter.reversed-range',
  'filter.no-field',
] as const;

export type FilterFaultName = (typeof FILTER_FAULTS)[number];

/** What is wrong with a filter's text, and where. */
export interface FilterFault {
  /** First character that is wrong; the length of the text where it ends too early. */
  readonly at: number;
  /** Characters that are wrong; at least 1, also behind the end of the text. */
  readonly length: number;
  readonly name: FilterFaultName;
  /** For the sentence: `found`, `expected` (a word of `FilterExpectation`), `suggestion` (empty: none), `field`, `type` … */
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** What could stand where something else was found. */
export type FilterExpectation = 'test' | 'operator' | 'value' | 'joiner' | 'list' | 'range' | 'field';

/** How a fault travels inside this folder: it never leaves `compileFilter`. */
export class FilterError extends Error {
  readonly fault: FilterFault;

  constructor(name: FilterFaultName, at: number, length: number, parameters: FilterFault['parameters'] = {}) {
    super(name);
    this.fault = { at, length: Math.max(1, length), name, parameters };
  }
}
