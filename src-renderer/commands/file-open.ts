import { chooseProject, mayLose, openProject } from '../files/opening.ts';
import { command } from './command.ts';

/** Opens a project from a file. */
export const fileOpen = command({
  id: 'file.open',
  title: 'commands.file.open',
  shortcut: 'Mod+O',
  enabled: () => true,
  perform: async () => {
    if (!(await mayLose())) return;
    const chosen = await chooseProject();
    if (chosen) await openProject(chosen);
  },
});
