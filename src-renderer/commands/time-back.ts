import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** To the moment before the last thing that happened; every device goes back with it. */
export const timeBack = command({
  id: 'time.back',
  title: 'timeCommands.back',
  shortcut: ',',
  enabled: () => {
    const { now } = useSession();
    if (!now) return 'timeCommands.why.nothingOpen';
    return now.cursor > 0 || now.time > 0 || 'timeCommands.why.atStart';
  },
  perform: async () => {
    await useSession().step('back');
  },
});
