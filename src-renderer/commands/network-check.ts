import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';

/** Looks the drawing through for what hinders the network, without running it. */
export const networkCheck = command({
  id: 'network.check',
  title: 'commands.network.check',
  shortcut: 'Shift+Y',
  enabled: () => useDocument().devices.length > 0 || 'commands.why.nothing-drawn',
  perform: () => void (useDrawing().checkShown = true),
});
