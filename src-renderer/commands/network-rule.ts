import { useDocument } from '../stores/document.ts';
import { useRules } from '../stores/rules.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Adds a rule to the chosen cable, and opens it for the person to say what it is to do. */
export const networkRule = command({
  id: 'network.rule',
  title: 'touch.do.rule',
  enabled: () => chosen() !== null || 'commands.why.choose-one-cable',
  perform: () => {
    const cable = chosen();
    if (cable) useRules().add(cable);
  },
});

function chosen(): string | null {
  const { things } = useSelection();
  return things.length === 1 && useDocument().cable(things[0]!) ? things[0]! : null;
}
