import { usePreferences } from '../stores/preferences.ts';
import { command } from './command.ts';

/** Opens the dialog of language, colours, sizes and motion. */
export const viewPreferences = command({
  id: 'view.preferences',
  title: 'commands.view.preferences',
  shortcut: 'Mod+,',
  enabled: () => true,
  perform: () => void (usePreferences().dialogShown = true),
});
