import { computed, shallowRef, type WritableComputedRef } from 'vue';
import { defineStore } from 'pinia';
import type { Host } from '#contract/calls.ts';
import type { PreferenceValue, PreferenceValues } from '#contract/preferences.ts';

/** Where a browser keeps a copy: read before the host has answered, and instead of it where there is none. */
const KEY = 'hopscope.kept';
/** Where it keeps the names of what the host may not know of yet: a page that goes away has no time to tell it. */
const UNTOLD = `${KEY}.untold`;
/** Wall ms of quiet after a change before it goes to the host. */
const QUIET = 250;

/**
 * What is remembered from one start to the next: values under names (`panel.left`, `canvas.show.addresses`), kept by the host.
 * Anything on screen may keep something here; who puts a value gives it a name of their own, and says what may be read back.
 */
export const useKept = defineStore('kept', () => {
  const values = shallowRef<PreferenceValues>(readCopy());
  let host: Pick<Host, 'call'> | null = null;
  /** Changes the host was not told of yet; undefined: to be removed. Those of a page that went away meanwhile come first. */
  const waiting = new Map<string, PreferenceValue | undefined>();
  for (const name of readUntold()) waiting.set(name, values.value[name]);
  /** What it was told of and has not said yes to. */
  const underWay = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Reads what the host keeps. Until then, and without a host, the browser's copy counts. */
  async function start(from: Pick<Host, 'call'>): Promise<void> {
    const read = await from.call('preferences.read', {}).catch(() => null);
    host = from;
    if (read === null) return;
    // A host that knows nothing yet is told what the browser remembered; one that does goes before the browser.
    if (Object.keys(read.values).length === 0)
      for (const [name, value] of Object.entries(values.value)) later(name, value);
    else {
      const next = { ...read.values };
      for (const [name, value] of waiting) assign(next, name, value);
      become(next);
    }
    if (waiting.size > 0) later();
  }

  function assign(to: PreferenceValues, name: string, value: PreferenceValue | undefined): void {
    if (value === undefined) delete to[name];
    else to[name] = value;
  }

  function become(next: PreferenceValues): void {
    values.value = next;
    writeCopy(KEY, next);
  }

  function noteUntold(): void {
    writeCopy(UNTOLD, [...new Set([...waiting.keys(), ...underWay])]);
  }

  function later(name?: string, value?: PreferenceValue): void {
    if (name !== undefined) {
      waiting.set(name, value);
      noteUntold();
    }
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), QUIET);
  }

  /** Keeps a value; undefined: forgets it, and what is the default counts again. */
  function put(name: string, value: PreferenceValue | undefined): void {
    if (JSON.stringify(values.value[name]) === JSON.stringify(value)) return;
    const next = { ...values.value };
    assign(next, name, value);
    become(next);
    later(name, value);
  }

  /** Forgets everything under these names and below them (`panel` means `panel.left` too). */
  function forget(names: readonly string[]): void {
    for (const name of Object.keys(values.value))
      if (names.some((one) => name === one || name.startsWith(`${one}.`))) put(name, undefined);
  }

  /** Sends what waits, now. What the host could not be told waits for the next change. */
  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (host === null || waiting.size === 0) return;
    const sent = [...waiting];
    waiting.clear();
    const put: PreferenceValues = {};
    for (const [name, value] of sent) if (value !== undefined) put[name] = value;
    const remove = sent.filter(([, value]) => value === undefined).map(([name]) => name);
    for (const [name] of sent) underWay.add(name);
    await host.call('preferences.write', { put, remove }).catch(() => {
      for (const [name, value] of sent) if (!waiting.has(name)) waiting.set(name, value);
    });
    for (const [name] of sent) underWay.delete(name);
    noteUntold();
  }

  /**
   * A value kept under a name, to be read and written. `valid` gives it back as what it is meant to be, or undefined where
   * what was kept makes no sense: then it is `first`.
   */
  function value<T extends PreferenceValue>(
    name: string,
    first: T | (() => T),
    valid: (read: PreferenceValue) => T | undefined,
  ): WritableComputedRef<T> {
    // In two steps: what was kept under another name makes no new object of this one.
    const kept = computed(() => values.value[name]);
    return computed({
      get: () => {
        const read = kept.value;
        const good = read === undefined ? undefined : valid(read);
        return good ?? (typeof first === 'function' ? first() : first);
      },
      set: (next) => put(name, next),
    });
  }

  globalThis.addEventListener?.('pagehide', () => void flush());

  return { values, start, put, forget, flush, value };
});

/** Accepts one of a list. */
export function oneOf<T extends string>(list: readonly T[]): (read: PreferenceValue) => T | undefined {
  return (read) => list.find((one) => one === read);
}

/** Accepts a finite number within bounds. */
export function between(least: number, most: number): (read: PreferenceValue) => number | undefined {
  return (read) => (typeof read === 'number' && read >= least && read <= most ? read : undefined);
}

/** Accepts yes and no. */
export function yesOrNo(read: PreferenceValue): boolean | undefined {
  return typeof read === 'boolean' ? read : undefined;
}

function writeCopy(key: string, copy: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
  } catch {
    // A browser that keeps nothing still works; the host remembers.
  }
}

function readUntold(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(UNTOLD) ?? '[]');
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

function readCopy(): PreferenceValues {
  try {
    const copy: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof copy === 'object' && copy !== null && !Array.isArray(copy) ? (copy as PreferenceValues) : {};
  } catch {
    return {};
  }
}
