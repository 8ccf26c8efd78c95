import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** Lets time run, or stops it: one key for both, as on every player. */
export const timePlay = command({
  id: 'time.play',
  title: 'timeCommands.play',
  shortcut: 'Space',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: async () => {
    const session = useSession();
    await (session.now?.playing ? session.pause() : session.play());
  },
});
