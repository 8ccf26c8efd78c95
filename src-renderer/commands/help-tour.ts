import { useHelp } from '../stores/help.ts';
import { command } from './command.ts';

/** Begins the first look around, again if it was seen. */
export const helpTour = command({
  id: 'help.tour',
  title: 'commands.help.tour',
  enabled: () => true,
  perform: () => useHelp().startTour(),
});
