import { useBranches } from '../stores/branches.ts';
import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** Opens the list of runs, where each can be looked at, renamed and removed. */
export const runList = command({
  id: 'run.list',
  title: 'commands.run.list',
  shortcut: 'R',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: () => useBranches().show(),
});

/** The same, at the name of the run that is looked at. */
export const runRename = command({
  id: 'run.rename',
  title: 'commands.run.rename',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: () => useBranches().show(useSession().now?.branch ?? null),
});
