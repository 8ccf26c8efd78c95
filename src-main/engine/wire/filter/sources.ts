import { ETHERNET } from '../ethernet.ts';
import { readHttpHead } from '../http.ts';
import { read, readByte, readHalf, readWord, type Field } from '../field.ts';
import { ICMP } from '../icmp.ts';
import { IPV4 } from '../ipv4.ts';
import { TCP } from '../tcp.ts';
import { LAYER, type Layers } from './layers.ts';
import { FILTER_FIELDS, type FilterField, type Measured } from './fields.ts';

/** Whether a test holds for any value a field has in a frame. Nothing is made while it is asked for a header's field. */
export interface Source<Test> {
  some(layers: Layers, test: Test): boolean;
}
export type NumberTest = (value: number) => boolean;
export type TextTest = (value: string) => boolean;
/** The bytes `from … to` of `bytes`. */
export type BytesTest = (bytes: Uint8Array, from: number, to: number) => boolean;

export type NumberSource = Source<NumberTest>;
export type TextSource = Source<TextTest>;
export type BytesSource = Source<BytesTest>;

/** The values of a field whose type is a number: `number`, `flag`, `mac`, `ipv4`. */
export function numbersOf(field: FilterField): NumberSource {
  const { origin } = field;
  switch (origin.from) {
    case 'header':
      return origin.fields.length === 1
        ? headerNumbers(origin.layer, origin.fields[0]!)
        : variedNumbers(origin.layer, origin.fields);
    case 'explained':
      return {
        some: (layers, test) =>
          hasExplained(layers, origin.layer, origin.key) &&
          layers.explained(origin.key).some(({ value }) => typeof value === 'number' && test(value)),
      };
    case 'measured':
      return MEASURED_NUMBERS[origin.what] ?? NOTHING;
    case 'several':
      return oneOf(origin.of.map((name) => numbersOf(FILTER_FIELDS.get(name)!)));
    default:
      return NOTHING;
  }
}

const NOTHING = { some: () => false };

function oneOf<Test>(sources: readonly Source<Test>[]): Source<Test> {
  const [one, other] = sources;
  if (sources.length === 2) return { some: (layers, test) => one!.some(layers, test) || other!.some(layers, test) };
  return { some: (layers, test) => sources.some((source) => source.some(layers, test)) };
}

function headerNumbers(layer: number, field: Field): NumberSource {
  const { to } = field;
  const readIt = field.shape === 2 ? readHalf : field.shape === 1 ? readByte : field.shape === 4 ? readWord : read;
  return {
    some(layers, test) {
      const count = layers.count(layer);
      for (let place = 0; place < count; place++) {
        const base = layers.from(layer, place);
        if (base + to <= layers.to(layer, place) && test(readIt(layers.bytes, base, field))) return true;
      }
      return false;
    },
  };
}

/** A field whose place the first byte of its header gives (ICMP's type). */
function variedNumbers(layer: number, fields: readonly (Field | undefined)[]): NumberSource {
  return {
    some(layers, test) {
      for (let place = 0; place < layers.count(layer); place++) {
        const base = layers.from(layer, place);
        const to = layers.to(layer, place);
        const field = to > base ? fields[readByte(layers.bytes, base, ICMP.type)] : undefined;
        if (field !== undefined && base + field.to <= to && test(read(layers.bytes, base, field))) return true;
      }
      return false;
    },
  };
}

/** Whether it is worth explaining the frame: a header without options has none. */
function hasExplained(layers: Layers, layer: number, key: string): boolean {
  const count = layers.count(layer);
  if (count === 0) return false;
  const shortest = layer === LAYER.ip && key.startsWith('ip.opt') ? IPV4.length : layer === LAYER.tcp ? TCP.length : 0;
  for (let place = 0; place < count; place++) {
    if (layers.to(layer, place) - layers.from(layer, place) > shortest) return true;
  }
  return false;
}

const onlyIf = (condition: boolean, value: number, test: NumberTest): boolean => condition && test(value);

/** Lengths of a layer, of all there are of it. */
function lengths(layer: number, from: 'from' | 'to'): NumberSource {
  return {
    some(layers, test) {
      for (let place = 0; place < layers.count(layer); place++) {
        if (test(layers.end(layer, place) - layers[from](layer, place))) return true;
      }
      return false;
    },
  };
}

/** Values below it are lengths (IEEE 802.3 §3.2.6). */
const FIRST_TYPE = 0x0600;

function typeField(layers: Layers): number {
  return layers.length < ETHERNET.length ? -1 : readHalf(layers.bytes, 0, ETHERNET.type);
}

const MEASURED_NUMBERS: Partial<Record<Measured, NumberSource>> = {
  'frame.len': { some: (layers, test) => onlyIf(layers.count(LAYER.frame) > 0, layers.length, test) },
  'eth.type': { some: (layers, test) => onlyIf(typeField(layers) >= FIRST_TYPE, typeField(layers), test) },
  'eth.len': {
    some: (layers, test) => onlyIf(typeField(layers) >= 0 && typeField(layers) < FIRST_TYPE, typeField(layers), test),
  },
  'tcp.len': lengths(LAYER.tcp, 'to'),
  'data.len': lengths(LAYER.data, 'from'),
  'http.response.code': { some: (layers, test) => webWords(layers, 'response', 1, (word) => test(Number(word))) },
};

const MEASURED_TEXTS: Partial<Record<Measured, TextSource>> = {
  'http.request.method': { some: (layers, test) => webWords(layers, 'request', 0, test) },
  'http.request.uri': { some: (layers, test) => webWords(layers, 'request', 1, test) },
  'http.host': {
    some: (layers, test) =>
      webLines(layers).some(({ text }) => /^host:/i.test(text) && test(text.slice('host:'.length).trim())),
  },
};

/** A word of the start line of a message. */
function webWords(layers: Layers, kind: 'request' | 'response', index: number, test: TextTest): boolean {
  const [start] = webLines(layers);
  if (start === undefined || start.text.startsWith('HTTP/') !== (kind === 'response')) return false;
  const word = start.text.split(' ')[index];
  return word !== undefined && test(word);
}

function webLines(layers: Layers): readonly { readonly text: string }[] {
  if (layers.count(LAYER.http) === 0) return [];
  return readHttpHead(layers.all(), layers.from(LAYER.http, 0), layers.to(LAYER.http, 0))?.lines ?? [];
}

/** The values of a field of type `text`. */
export function textsOf({ origin }: FilterField): TextSource {
  if (origin.from === 'measured') return MEASURED_TEXTS[origin.what] ?? NOTHING;
  if (origin.from !== 'explained') return NOTHING;
  return {
    some: (layers, test) =>
      hasExplained(layers, origin.layer, origin.key) &&
      layers.explained(origin.key).some(({ value }) => test(String(value))),
  };
}

/** The bytes of a field: a stretch of bytes, an address, or all of a layer. */
export function bytesOf(field: FilterField): BytesSource {
  const { origin } = field;
  switch (origin.from) {
    case 'layer':
      return layerBytes(
        origin.layer,
        'from',
        origin.layer === LAYER.frame || origin.layer === LAYER.data ? 'end' : 'to',
      );
    case 'header':
      return headerBytes(origin.layer, origin.fields[0]!);
    case 'several':
      return oneOf(origin.of.map((name) => bytesOf(FILTER_FIELDS.get(name)!)));
    case 'explained':
      return {
        some: (layers, test) =>
          hasExplained(layers, origin.layer, origin.key) &&
          layers.explained(origin.key).some(({ from, to }) => test(layers.all(), from, to)),
      };
    case 'measured':
      if (origin.what === 'tcp.payload') return layerBytes(LAYER.tcp, 'to', 'end');
      if (origin.what === 'udp.payload') return layerBytes(LAYER.udp, 'to', 'end');
      return origin.what === 'data.data' ? layerBytes(LAYER.data, 'from', 'end') : NOTHING;
    case 'fact':
      return NOTHING;
  }
}

function headerBytes(layer: number, { at, to }: Field): BytesSource {
  return {
    some(layers, test) {
      for (let place = 0; place < layers.count(layer); place++) {
        const base = layers.from(layer, place);
        if (base + to <= layers.to(layer, place) && test(layers.bytes, base + at, base + to)) return true;
      }
      return false;
    },
  };
}

function layerBytes(layer: number, first: 'from' | 'to', last: 'to' | 'end'): BytesSource {
  return {
    some(layers, test) {
      for (let place = 0; place < layers.count(layer); place++) {
        const from = layers[first](layer, place);
        const to = layers[last](layer, place);
        // What a header carries may be nothing; the header itself is always there.
        if ((first === 'from' || to > from) && test(layers.all(), from, to)) return true;
      }
      return false;
    },
  };
}
