import { TOPICS, useHelp } from '../stores/help.ts';
import { command } from './command.ts';

/** Opens the explanations at their first. */
export const helpConcepts = command({
  id: 'help.concepts',
  title: 'commands.help.concepts',
  enabled: () => true,
  perform: () => useHelp().show(TOPICS[0]),
});
