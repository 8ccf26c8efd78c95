import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';

const onScreen = (): true | string => useDrawing().view !== null || 'commands.why.nothing-drawn';

/** Shows the whole drawing. */
export const viewFit = command({
  id: 'view.fit',
  title: 'commands.view.fit',
  shortcut: 'F',
  enabled: onScreen,
  perform: () => useDrawing().view?.fit(),
});

export const viewZoomIn = command({
  id: 'view.zoom-in',
  title: 'commands.view.zoom-in',
  shortcut: '+ =',
  enabled: onScreen,
  perform: () => useDrawing().view?.zoomBy(1.25),
});

export const viewZoomOut = command({
  id: 'view.zoom-out',
  title: 'commands.view.zoom-out',
  shortcut: '-',
  enabled: onScreen,
  perform: () => useDrawing().view?.zoomBy(0.8),
});
