import type { CableRecord } from '#document/records.ts';
import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Pulls the chosen cables out, or plugs them in when all of them hang loose. */
export const networkPlug = command({
  id: 'network.plug',
  get title() {
    return allLoose() ? 'touch.do.plug' : 'touch.do.unplug';
  },
  shortcut: 'Shift+U',
  enabled: () => chosen().length > 0 || 'touch.why.choose-cable',
  perform: () => {
    const plug = allLoose();
    useDocument().change(plug ? 'plug' : 'unplug', (draft) => {
      for (const cable of chosen()) {
        const { plugged: _before, ...rest } = cable;
        draft.put(plug ? rest : { ...rest, plugged: false });
      }
    });
  },
});

function allLoose(): boolean {
  const cables = chosen();
  return cables.length > 0 && cables.every(({ plugged }) => plugged === false);
}

function chosen(): CableRecord[] {
  const drawing = useDocument();
  return useSelection().things.flatMap((id) => drawing.cable(id) ?? []);
}
