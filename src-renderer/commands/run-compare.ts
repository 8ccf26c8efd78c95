import { useComparison } from '../stores/comparison.ts';
import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** Shows two runs side by side, or goes back to the one. */
export const runCompare = command({
  id: 'run.compare',
  title: 'commands.run.compare',
  shortcut: 'S',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: () => useComparison().toggle(),
});
