import { hasNetworkLayer } from '#document/edits.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';

/** Opens the form for a new ping. */
export const insertPing = command({
  id: 'insert.ping',
  title: 'commands.insert.ping',
  enabled: () => useDocument().devices.some(({ kind }) => hasNetworkLayer(kind)) || 'commands.why.no-host',
  perform: () => void (useDrawing().pingShown = true),
});
