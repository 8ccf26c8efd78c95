import { useStrip } from '../stores/strip.ts';
import { useTrace } from '../stores/trace.ts';
import { command } from './command.ts';

/** How much closer one step of looking closer is. */
export const ZOOM_STEP = 1.6;

const somethingLived = () => useStrip().horizon > 0 || 'timeCommands.why.nothingLived';

/** Looks at the time line more closely. */
export const timeZoomIn = command({
  id: 'time.zoom-in',
  title: 'timeCommands.zoomIn',
  shortcut: 'Alt+=',
  enabled: somethingLived,
  perform: () => useStrip().zoomBy(ZOOM_STEP),
});

/** Looks at more of the time line. */
export const timeZoomOut = command({
  id: 'time.zoom-out',
  title: 'timeCommands.zoomOut',
  shortcut: 'Alt+-',
  enabled: () => useStrip().view !== null || 'timeCommands.why.allShown',
  perform: () => useStrip().zoomBy(1 / ZOOM_STEP),
});

/** Looks at all of known time. */
export const timeZoomAll = command({
  id: 'time.zoom-all',
  title: 'timeCommands.zoomAll',
  shortcut: 'Alt+0',
  enabled: () => useStrip().view !== null || 'timeCommands.why.allShown',
  perform: () => useStrip().showAll(),
});

/** Shows or hides the lanes of connections and programs. */
export const timeLanes = command({
  id: 'time.lanes',
  title: 'timeCommands.lanes',
  shortcut: 'L',
  enabled: () => true,
  perform: () => {
    const strip = useStrip();
    strip.lanesShown = !strip.lanesShown;
  },
});

/** Draws quiet times short, or the time line true to time. */
export const timeSpacing = command({
  id: 'time.spacing',
  title: 'timeCommands.spacing',
  shortcut: 'E',
  enabled: () => true,
  perform: () => {
    const trace = useTrace();
    trace.spacing = trace.spacing === 'even' ? 'time' : 'even';
  },
});
