import type { ProgramSummary, Summary } from './run.ts';
import { FINDING_SENTENCES, shown } from './sentences.ts';

/** A run's summary for a person to read. */
export function summaryText(summary: Summary, unasked: boolean): string {
  const { title, cables, rules, drops, programs, findings } = summary;
  const frames = cables.reduce((sum, { fromA, fromB }) => sum + fromA + fromB, 0);
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  const lines = [`${title === '' ? 'Untitled project' : shown(title)}: ${endingSentence(summary, unasked)}`];
  lines.push(
    `${counted(summary.events, 'event')}, ${counted(summary.facts, 'fact')}, ${counted(frames, 'frame')} sent, seed ${summary.seed}`,
  );
  if (findings.length > 0) {
    lines.push('', 'Worth a look');
    for (const { name, parameters } of findings) lines.push(`  ${shown(FINDING_SENTENCES[name](parameters))}`);
  }
  if (cables.length > 0) {
    lines.push('', 'Frames per cable');
    const width = Math.max(...cables.map(({ a, b }) => `${a} -- ${b}`.length));
    for (const { a, b, fromA, fromB } of cables) {
      lines.push(
        `  ${shown(`${a} -- ${b}`.padEnd(width))}  ${String(fromA).padStart(6)} ->  ${String(fromB).padStart(6)} <-`,
      );
    }
  }
  if (rules.length > 0) {
    lines.push('', 'Rules');
    for (const { name, cable, enabled, matches, hits } of rules) {
      const what = enabled ? `hit ${hits} of ${counted(matches, 'frame')} it looks for` : 'is disabled';
      lines.push(`  ${shown(`${name} (${cable})`)} ${what}`);
    }
  }
  lines.push('', dropped === 0 ? 'No frame was dropped' : `${counted(dropped, 'frame')} dropped`);
  for (const [reason, count] of Object.entries(drops)) lines.push(`  ${String(count).padStart(6)}  ${reason}`);
  for (const program of programs) lines.push('', ...programLines(program));
  return `${lines.join('\n')}\n`;
}

/** ns as seconds, without needless zeros. */
export function seconds(time: number): string {
  const text = (time / 1e9).toFixed(9);
  return `${text.replace(/\.?0+$/, '')} s`;
}

function endingSentence({ ending, time, next, facts }: Summary, unasked: boolean): string {
  const after = `after ${seconds(time)} of simulated time`;
  switch (ending) {
    case 'quiet':
      return unasked ? `nothing more happened ${after}` : `ran for ${seconds(time)} of simulated time and fell silent`;
    case 'time': {
      if (!unasked) return `ran for ${seconds(time)} of simulated time`;
      const more = next === null ? '' : ` More was to come at ${seconds(next)}: --for lets it run on.`;
      return `stopped ${after}, the most without --for.${more}`;
    }
    case 'trace-full':
      return `stopped ${after}: ${facts} facts are recorded, and there is room for no more`;
    case 'too-many-events':
      return `stopped ${after}: too many events`;
  }
}

function programLines({ name, device, state, status, lines }: ProgramSummary): string[] {
  const how =
    state === 'ended' ? `ended with status ${status}` : state === 'running' ? 'still running' : 'was not started';
  return [`${shown(name)} on ${shown(device)}: ${how}`, ...lines.map((line) => `  ${shown(line)}`)];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
