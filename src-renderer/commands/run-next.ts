import { useBranches } from '../stores/branches.ts';
import { command } from './command.ts';

/** Looks at the next run of the list, at the same time. */
export const runNext = command({
  id: 'run.next',
  title: 'commands.run.next',
  shortcut: 'Shift+R',
  enabled: () => useBranches().all.length > 1 || 'commands.why.one-run',
  perform: () => useBranches().next(),
});
