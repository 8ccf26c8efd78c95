import { parents } from '#document/grouping.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing, type Axis, type Line } from '../stores/drawing.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** How many things that can be moved by themselves are chosen; what is in a chosen group goes with it. */
function count(): number {
  const { records } = useDocument();
  const { things } = useSelection();
  const within = parents(records.values());
  return things.filter((id) => {
    const record = records.get(id);
    return record !== undefined && ('x' in record || record.type === 'group') && !things.includes(within.get(id) ?? '');
  }).length;
}

const several = (least: number) => (): true | string =>
  count() >= least || (least === 2 ? 'commands.why.choose-two' : 'commands.why.choose-three');

const LINES: readonly [Line, string][] = [
  ['left', 'Alt+A'],
  ['centre', 'Alt+H'],
  ['right', 'Alt+D'],
  ['top', 'Alt+W'],
  ['middle', 'Alt+V'],
  ['bottom', 'Alt+S'],
];

/** Brings what is chosen in line: one command an edge or middle. */
export const arrangeAlign = LINES.map(([line, shortcut]) =>
  command({
    id: `arrange.${line}`,
    title: `commands.arrange.${line}`,
    shortcut,
    enabled: several(2),
    perform: () => useDrawing().view?.align(line),
  }),
);

const AXES: readonly [Axis, string][] = [
  ['across', 'Alt+Shift+H'],
  ['down', 'Alt+Shift+V'],
];

/** Makes the gaps between the chosen things alike: across, or from top to bottom. */
export const arrangeDistribute = AXES.map(([axis, shortcut]) =>
  command({
    id: `arrange.${axis}`,
    title: `commands.arrange.${axis}`,
    shortcut,
    enabled: several(3),
    perform: () => useDrawing().view?.distribute(axis),
  }),
);
