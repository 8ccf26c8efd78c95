import { hasNetworkLayer } from '#document/device-kinds.ts';
import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { useTerminals } from '../stores/terminals.ts';
import { command } from './command.ts';

/** Opens the terminal of the chosen host, or brings the terminals to the front. */
export const viewTerminal = command({
  id: 'view.terminal',
  title: 'commands.view.terminal',
  shortcut: 'T Mod+`',
  enabled: () => chosen() !== null || useTerminals().open.length > 0 || 'commands.why.choose-one-host',
  perform: () => {
    const terminals = useTerminals();
    const device = chosen() ?? terminals.current?.device;
    if (device !== undefined) terminals.show(device);
  },
});

function chosen(): string | null {
  const { things } = useSelection();
  const device = things.length === 1 ? useDocument().device(things[0]!) : undefined;
  return device && hasNetworkLayer(device.kind) ? device.id : null;
}
