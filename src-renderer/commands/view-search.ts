import { useSearch } from '../stores/search.ts';
import { command } from './command.ts';

/** Opens the field in which every command and everything on the drawing is found. */
export const viewSearch = command({
  id: 'view.search',
  title: 'commands.view.search',
  shortcut: 'Mod+K',
  enabled: () => true,
  perform: () => void (useSearch().shown = true),
});
