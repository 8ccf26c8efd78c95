import { useBranches } from '../stores/branches.ts';
import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** Opens the form for a second run that begins at the cursor; the first is kept whole. */
export const runSecond = command({
  id: 'run.second',
  title: 'commands.run.second',
  shortcut: 'Shift+F',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: () => void (useBranches().beginning = true),
});
