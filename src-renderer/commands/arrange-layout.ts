import { useDocument } from '../stores/document.ts';
import { useDrawing, type LayoutKind } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

function perform(kind: LayoutKind): void {
  const { view } = useDrawing();
  view?.layOut(kind);
  if (useSelection().things.length < 2) view?.fit();
}

const enabled = (): true | string => useDocument().devices.length > 1 || 'commands.why.two-devices';

/** Places routers above and what hangs on them below. */
export const arrangeLayers = command({
  id: 'arrange.layers',
  title: 'commands.arrange.layers',
  enabled,
  perform: () => perform('layers'),
});

/** Places what is joined near each other. */
export const arrangeSpread = command({
  id: 'arrange.spread',
  title: 'commands.arrange.spread',
  enabled,
  perform: () => perform('spread'),
});
