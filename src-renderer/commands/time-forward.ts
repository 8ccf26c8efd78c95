import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** To the next thing that happens. */
export const timeForward = command({
  id: 'time.forward',
  title: 'timeCommands.forward',
  shortcut: '.',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: async () => {
    await useSession().step('forward');
  },
});
