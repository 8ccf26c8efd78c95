import { saveProject } from '../files/saving.ts';
import { useDocument } from '../stores/document.ts';
import { command } from './command.ts';

/** Saves the project where it came from, or asks where. */
export const fileSave = command({
  id: 'file.save',
  title: 'commands.file.save',
  shortcut: 'Mod+S',
  enabled: () => true,
  perform: async () => void (await saveProject(useDocument().path)),
});

/** Saves the project somewhere else. */
export const fileSaveAs = command({
  id: 'file.save-as',
  title: 'commands.file.save-as',
  shortcut: 'Mod+Shift+S',
  enabled: () => true,
  perform: async () => void (await saveProject(null)),
});
