import { useDrawing } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
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

/** Shows what is chosen as large as fits. */
export const viewZoomChosen = command({
  id: 'view.zoom-chosen',
  title: 'commands.view.zoom-chosen',
  shortcut: 'Z',
  enabled: () => useSelection().things.length > 0 || 'commands.why.nothing-chosen',
  perform: () => useDrawing().view?.fitTo(useSelection().things),
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
