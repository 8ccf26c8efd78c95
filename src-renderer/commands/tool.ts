import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** The pointer chooses and moves. Escape comes back here from everything. */
export const toolChoose = command({
  id: 'tool.choose',
  title: 'commands.tool.choose',
  shortcut: 'V Escape',
  enabled: () => true,
  perform: () => {
    const drawing = useDrawing();
    const idle = drawing.tool === 'choose' && drawing.placing === null;
    drawing.take('choose');
    if (idle) useSelection().clear();
  },
});

/** The pointer draws cables from device to device. */
export const toolCable = command({
  id: 'tool.cable',
  title: 'commands.tool.cable',
  shortcut: 'C',
  enabled: () => useDocument().devices.length > 1 || 'commands.why.two-devices',
  perform: () => {
    const drawing = useDrawing();
    drawing.take(drawing.tool === 'cable' ? 'choose' : 'cable');
  },
});
