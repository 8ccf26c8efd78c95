import { stepTarget } from '../stores/stepping.ts';
import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** To the next event of what is chosen, or over all of the next moment when nothing is. */
export const timeOver = command({
  id: 'time.over',
  title: 'timeCommands.over',
  shortcut: '>',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: async () => {
    await useSession().step('forward', stepTarget());
  },
});

/** The same to the left. */
export const timeOverBack = command({
  id: 'time.over-back',
  title: 'timeCommands.overBack',
  shortcut: '<',
  enabled: () => {
    const { now } = useSession();
    if (!now) return 'timeCommands.why.nothingOpen';
    return now.cursor > 0 || now.time > 0 || 'timeCommands.why.atStart';
  },
  perform: async () => {
    await useSession().step('back', stepTarget());
  },
});
