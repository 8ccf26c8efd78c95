import { hasNetworkLayer } from '#document/edits.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';

/** Opens the form for a new program: a command line, or a list of socket calls. */
export const insertProgram = command({
  id: 'insert.program',
  title: 'commands.insert.program',
  enabled: () => useDocument().devices.some(({ kind }) => hasNetworkLayer(kind)) || 'commands.why.no-host',
  perform: () => void (useDrawing().programShown = 'new'),
});
