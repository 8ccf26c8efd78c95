import { fasterThan, slowerThan } from '../stores/paces.ts';
import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

/** One notch faster, in the way time runs now. */
export const timeFaster = command({
  id: 'time.faster',
  title: 'timeCommands.faster',
  shortcut: ']',
  enabled: () => fasterThan(useSession().pace) !== null || 'timeCommands.why.fastest',
  perform: async () => {
    const next = fasterThan(useSession().pace);
    if (next) await useSession().setPace(next);
  },
});

/** One notch slower. */
export const timeSlower = command({
  id: 'time.slower',
  title: 'timeCommands.slower',
  shortcut: '[',
  enabled: () => slowerThan(useSession().pace) !== null || 'timeCommands.why.slowest',
  perform: async () => {
    const next = slowerThan(useSession().pace);
    if (next) await useSession().setPace(next);
  },
});
