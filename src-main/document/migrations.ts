import { CURRENT_VERSION } from './records.ts';

/** A project as an older version wrote it: parsed, not checked. */
export type OldProject = Record<string, unknown>;

/**
 * What lifts a project of version n to version n + 1, by n. Every new field, optional ones too, takes a new version and a
 * step here, so that an older Hopscope refuses the file by name instead of losing the field.
 * A step must bear anything: what it meets was not checked yet. Never change a step once it was published.
 * `tests/main/document/fixtures/version-<n>.hop` holds a project of each version; a test fails where one is missing.
 */
export const MIGRATIONS: Readonly<Record<number, (project: OldProject) => OldProject>> = {};

/** Lifts a project from `version` to `target`, step by step. Its `version` field says so afterwards. */
export function migrate(
  project: OldProject,
  version: number,
  target: number = CURRENT_VERSION,
  steps: Readonly<Record<number, (project: OldProject) => OldProject>> = MIGRATIONS,
): OldProject {
  let lifted = project;
  for (let from = version; from < target; from++) {
    const step = steps[from];
    if (!step) throw new Error(`no migration lifts a project of version ${from} to ${from + 1}`);
    lifted = { ...step(lifted), version: from + 1 };
  }
  return lifted;
}

/** Versions that nothing proves: without a step upward, or without a project in `fixtures`. For the test that guards. */
export function unproven(
  fixtures: ReadonlySet<number>,
  current: number = CURRENT_VERSION,
  steps: Readonly<Record<number, unknown>> = MIGRATIONS,
): number[] {
  const versions = Array.from({ length: current }, (_, index) => index + 1);
  return versions.filter((version) => !fixtures.has(version) || (version < current && !steps[version]));
}
