import { useRecentFiles } from '../stores/recentFiles.ts';
import { command } from './command.ts';

/** Empties the list of recent files; the files stay. */
export const fileForgetRecent = command({
  id: 'file.forget-recent',
  title: 'commands.file.forget-recent',
  enabled: () => useRecentFiles().files.length > 0 || 'commands.why.no-recent',
  perform: () => useRecentFiles().forget(null),
});
