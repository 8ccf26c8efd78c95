import { useDrawing } from '../stores/drawing.ts';
import { usePrograms } from '../stores/programs.ts';
import { command } from './command.ts';

/** Asks which of the programs that run is to be killed; the system closes its sockets, as for SIGKILL. */
export const networkKill = command({
  id: 'network.kill',
  title: 'touch.do.kill',
  shortcut: 'Shift+K',
  enabled: () => {
    const { running, processes } = usePrograms();
    return running.length + processes.length > 0 || 'touch.why.nothing-runs';
  },
  perform: () => void (useDrawing().killShown = true),
});
