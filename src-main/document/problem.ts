/**
 * Why a project, a record or a change was refused: the name of a sentence and what belongs into it. The words themselves
 * stand in the locales (`problem.<name>`) and, for the command line, in `cli/sentences.ts`.
 */
export const PROBLEMS = {
  // The file as a whole.
  'not-text': [],
  'too-large': ['size', 'most'],
  'not-json': ['line', 'column'],
  'not-a-project': [],
  'newer-version': ['version', 'known'],
  'too-many-records': ['count', 'most'],
  'too-many-devices': ['count', 'most'],
  'more-problems': ['count'],

  // One field. `record` is the id of a record, `#5` for the fifth of one without a usable id, or `project`;
  // `field` is a path such as `ports[2].address`.
  'bad-record': ['record'],
  'unknown-type': ['record', 'value'],
  'bad-id': ['record', 'value'],
  'missing-field': ['record', 'field'],
  'unknown-field': ['record', 'field'],
  'wrong-type': ['record', 'field', 'expected'],
  'not-a-step': ['record', 'field', 'value', 'step'],
  'out-of-range': ['record', 'field', 'least', 'most', 'value'],
  'too-long': ['record', 'field', 'most'],
  'too-many': ['record', 'field', 'count', 'most'],
  'bad-name': ['record', 'field'],
  'unknown-choice': ['record', 'field', 'value', 'choices'],
  'bad-address': ['record', 'field', 'value'],
  'bad-mac': ['record', 'field', 'value'],
  'bad-path': ['record', 'field', 'value'],
  'host-bits-set': ['record', 'field', 'value', 'network'],
  'not-for-this-kind': ['record', 'field', 'kind'],
  'unknown-socket': ['record', 'field', 'socket'],
  'port-forwarded-twice': ['record', 'field', 'port'],
  'outside-subnet': ['record', 'field', 'value', 'subnet'],
  'range-reversed': ['record', 'field', 'first', 'last'],
  'does-not-fit': ['record', 'field', 'other'],
  // `at`: the first character that is wrong, from 1.
  'bad-filter': ['record', 'field', 'value', 'at'],
  // It asks what only a recorded fact knows, such as `hop.kind`.
  'filter-of-facts': ['record', 'field', 'name'],

  // Between records.
  'duplicate-id': ['id'],
  'duplicate-port': ['record', 'port'],
  'duplicate-path': ['record', 'field', 'path'],
  'unknown-device': ['record', 'device'],
  'unknown-port': ['record', 'device', 'port'],
  'port-used-twice': ['record', 'device', 'port', 'other'],
  'cable-to-itself': ['record', 'device', 'port'],
  'no-programs-here': ['record', 'device', 'kind'],
  'unknown-cable': ['record', 'cable'],
  'too-many-rules': ['cable', 'count', 'most'],
  'unknown-member': ['record', 'member'],
  'grouped-twice': ['record', 'member', 'other'],
  'group-in-itself': ['record'],
  'empty-group': ['record'],

  // A drawing that cannot be carried out.
  'no-free-port': ['record'],
  'too-few-to-group': [],
  'of-different-groups': [],
  'nothing-to-paste': [],
} as const satisfies Record<string, readonly string[]>;

export type ProblemName = keyof typeof PROBLEMS;

/** One thing that is wrong. The same shape as the contract's problem, so it crosses to the window as it is. */
export interface Problem {
  name: ProblemName;
  parameters: Record<string, string | number>;
}

/** A problem with its parameters. */
export function problem(name: ProblemName, parameters: Record<string, string | number> = {}): Problem {
  return { name, parameters };
}

/** Tells a problem from a record, for functions that answer with either. */
export function isProblem(answer: object): answer is Problem {
  return 'parameters' in answer;
}
