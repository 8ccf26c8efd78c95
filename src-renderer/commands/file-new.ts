import { beginDrawn, mayLose } from '../files/opening.ts';
import { i18n } from '../locales/index.ts';
import { useDocument } from '../stores/document.ts';
import { command } from './command.ts';

/** Begins an empty project, after asking when something would be lost. */
export const fileNew = command({
  id: 'file.new',
  title: 'commands.file.new',
  shortcut: 'Mod+Alt+N',
  enabled: () => true,
  perform: async () => {
    if (!(await mayLose())) return;
    const title = i18n.global.t('app.untitled');
    const empty = { format: 'hopscope', version: 1, title, seed: 1, records: [] };
    await useDocument().open(JSON.stringify(empty), undefined, undefined, false, beginDrawn);
  },
});
