import type { Problem } from './shapes.ts';

/**
 * A call refused, for a reason a person can be told. A handler refuses by throwing one; on the other side the call
 * rejects with one. It is a `Problem` itself: `name` and `parameters` can be read off it.
 */
export class Refusal extends Error implements Problem {
  readonly parameters: Problem['parameters'];

  constructor(problem: Problem) {
    super(problem.name);
    this.name = problem.name;
    this.parameters = problem.parameters;
  }

  /** The plain problem: what crosses a channel. */
  get problem(): Problem {
    return { name: this.name, parameters: this.parameters };
  }
}

/** Short for `new Refusal({ name, parameters })`. */
export function refusal(name: string, parameters: Problem['parameters'] = {}): Refusal {
  return new Refusal({ name, parameters });
}
