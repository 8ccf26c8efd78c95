import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** To the very start. What was lived stays, so that it can be seen again. */
export const timeStart = command({
  id: 'time.start',
  title: 'timeCommands.start',
  shortcut: 'Home',
  enabled: () => {
    const { now } = useSession();
    if (!now) return 'timeCommands.why.nothingOpen';
    return now.cursor > 0 || now.time > 0 || 'timeCommands.why.atStart';
  },
  perform: async () => {
    const session = useSession();
    if (session.now?.playing) await session.pause();
    await session.seekStart();
  },
});
