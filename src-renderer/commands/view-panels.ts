import { PANELS, usePanels, type Panel } from '../stores/panels.ts';
import { command } from './command.ts';

const SHORTCUTS: Readonly<Record<Panel, string>> = {
  left: 'Mod+B',
  right: 'Mod+Alt+B',
  below: 'Mod+J',
  time: 'Mod+Alt+J',
};

/** Folds a panel away, or opens it again: one command each. */
export const viewPanels = [
  ...PANELS.map((panel) =>
    command({
      id: `view.panel-${panel}`,
      title: `commands.view.panel-${panel}`,
      shortcut: SHORTCUTS[panel],
      enabled: () => true,
      perform: () => usePanels().toggle(panel),
    }),
  ),
  command({
    id: 'view.panels-reset',
    title: 'commands.view.panels-reset',
    enabled: () => true,
    perform: () => usePanels().reset(),
  }),
];
