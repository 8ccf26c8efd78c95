import { useSelection } from '../stores/selection.ts';
import { useWhy } from '../stores/why.ts';
import { command } from './command.ts';

/** Asks why the chosen thing happened: an event, a frame, a drop, a change of state, the row of a table. */
export const viewWhy = command({
  id: 'view.why',
  title: 'commands.view.why',
  shortcut: 'W',
  enabled: () => isAnythingChosen() || 'commands.why.nothing-to-ask',
  perform: async () => {
    const why = useWhy();
    const fact = await why.factChosen();
    if (fact !== null) why.ask(fact);
  },
});

function isAnythingChosen(): boolean {
  const { fact, packet, conversation } = useSelection();
  return fact !== null || packet !== null || conversation !== null || useWhy().pointed !== null;
}
