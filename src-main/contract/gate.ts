/**
 * The one gate of the contract: every message that arrives anywhere passes here, once, and nowhere else is it asked
 * whether a message is what it says. Nothing in this file throws, whatever the message is.
 */
import * as v from 'valibot';
import { ANNOUNCEMENTS, CALLS } from './calls.ts';
import type { AnnouncementName, CallName } from './calls.ts';
import { problem } from './shapes.ts';
import type { Problem } from './shapes.ts';

/** Most bytes and characters in one message, together. */
export const LARGEST_MESSAGE = 64 * 1024 * 1024;
/** Deepest nesting of objects and arrays in one message. */
export const DEEPEST_MESSAGE = 64;
/** Most values (of any kind) in one message. */
export const MOST_VALUES = 4_000_000;
/** Most calls of one channel that may be waiting for their replies. */
export const MOST_OUTSTANDING = 256;

/** A call as it travels; `call` is the number its reply carries. */
export interface CallMessage {
  call: number;
  name: string;
  parameters: unknown;
}
/** The end of a call. */
export type ReplyMessage = { reply: number; result: unknown } | { reply: number; problem: Problem };
/** Something told without being asked. */
export interface AnnouncementMessage {
  announce: string;
  payload: unknown;
}

/** A message judged: what it means, or why it is refused; `null`: not a message of this contract at all. */
export type Judged<T> = { meaning: T } | { number: number; problem: Problem } | null;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A name from outside, short enough to be shown. */
function shown(name: unknown): string {
  return typeof name === 'string' ? name.slice(0, 80) : typeof name;
}

/**
 * Why a value may not cross at all, before anybody asks what it means: too much of it, too deep (a circle is), or with a
 * key that would replace a prototype. `null`: it may.
 */
export function faultOfSize(value: unknown): Problem | null {
  const tooLarge = (limit: number): Problem => ({ name: 'contract.too-large', parameters: { limit } });
  let weight = 0;
  let values = 0;
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: here, depth } = next;
    if (++values > MOST_VALUES) return tooLarge(MOST_VALUES);
    if (typeof here === 'string') weight += here.length;
    else if (ArrayBuffer.isView(here) || here instanceof ArrayBuffer) weight += here.byteLength;
    else if (typeof here === 'object' && here !== null) {
      if (depth >= DEEPEST_MESSAGE) return { name: 'contract.too-deep', parameters: { limit: DEEPEST_MESSAGE } };
      if (Array.isArray(here)) {
        // Counted before it is walked: a sparse array can claim four thousand million elements.
        if (values + open.length + here.length > MOST_VALUES) return tooLarge(MOST_VALUES);
        for (const element of here) open.push({ value: element, depth: depth + 1 });
      } else {
        for (const key of Object.keys(here)) {
          if (key === '__proto__') return { name: 'contract.bad-shape', parameters: { call: '', path: '__proto__' } };
          weight += key.length;
          open.push({ value: (here as Record<string, unknown>)[key], depth: depth + 1 });
        }
        if (values + open.length > MOST_VALUES) return tooLarge(MOST_VALUES);
      }
    }
    if (weight > LARGEST_MESSAGE) return tooLarge(LARGEST_MESSAGE);
  }
  return null;
}

/** Reads `value` by `schema`, or says where it differs. */
function read(schema: v.GenericSchema, value: unknown, what: string): { output: unknown } | { problem: Problem } {
  const judged = v.safeParse(schema, value, { abortEarly: true });
  if (judged.success) return { output: judged.output };
  const path = v.getDotPath(judged.issues[0]) ?? '';
  return { problem: { name: 'contract.bad-shape', parameters: { call: what, path: path.slice(0, 200) } } };
}

/** A message arrived where calls are answered. */
export function judgeCall(message: unknown): Judged<{ call: number; name: CallName; parameters: never }> {
  if (!isRecord(message) || !isNumber(message.call)) return null;
  const number = message.call;
  const fault = faultOfSize(message);
  if (fault !== null) return { number, problem: fault };
  const name = message.name;
  if (typeof name !== 'string' || !Object.hasOwn(CALLS, name)) {
    return { number, problem: { name: 'contract.unknown-call', parameters: { call: shown(name) } } };
  }
  const parameters = read(CALLS[name as CallName].parameters, message.parameters, name);
  if ('problem' in parameters) return { number, problem: parameters.problem };
  return { meaning: { call: number, name: name as CallName, parameters: parameters.output as never } };
}

/**
 * A message arrived where calls are made. `nameOf` says which call a number belongs to. With `passOn` results and payloads
 * are not opened: whoever they are passed on to does that.
 */
export function judgeAnswer(
  message: unknown,
  nameOf: (call: number) => CallName | undefined,
  passOn: boolean,
): Judged<{ reply: number; result: unknown } | { announce: AnnouncementName; payload: never }> {
  if (!isRecord(message)) return null;
  if (isNumber(message.reply)) {
    const number = message.reply;
    const name = nameOf(number);
    if (name === undefined) return null;
    if (message.problem !== undefined) {
      const told = v.safeParse(problem, message.problem);
      if (told.success) return { number, problem: told.output };
      return { number, problem: { name: 'contract.bad-shape', parameters: { call: name, path: 'problem' } } };
    }
    if (passOn) return { meaning: { reply: number, result: message.result } };
    const fault = faultOfSize(message);
    if (fault !== null) return { number, problem: fault };
    const result = read(CALLS[name].result, message.result, name);
    if ('problem' in result) return { number, problem: result.problem };
    return { meaning: { reply: number, result: result.output } };
  }
  const announce = message.announce;
  if (typeof announce !== 'string' || !Object.hasOwn(ANNOUNCEMENTS, announce)) return null;
  const name = announce as AnnouncementName;
  if (passOn) return { meaning: { announce: name, payload: message.payload as never } };
  if (faultOfSize(message) !== null) return null;
  const payload = read(ANNOUNCEMENTS[name], message.payload, name);
  return 'problem' in payload ? null : { meaning: { announce: name, payload: payload.output as never } };
}
