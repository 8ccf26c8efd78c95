import { useSession } from '../stores/session.ts';
import { useStrip } from '../stores/strip.ts';
import { command } from './command.ts';

/** Asks until when time is to run. */
export const timeUntil = command({
  id: 'time.until',
  title: 'timeCommands.until',
  shortcut: 'U',
  enabled: () => useSession().now !== null || 'timeCommands.why.nothingOpen',
  perform: () => {
    useStrip().untilShown = true;
  },
});
