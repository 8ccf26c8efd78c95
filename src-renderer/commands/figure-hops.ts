import { fileNameOf } from '../files/names.ts';
import { saveBytes } from '../files/saving.ts';
import { i18n } from '../locales/index.ts';
import { useNotices } from '../stores/notices.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useSelection } from '../stores/selection.ts';
import { useSession } from '../stores/session.ts';
import { command } from './command.ts';

const chosen = (): true | string => useSelection().packet !== null || 'timeCommands.why.noPacket';

/** The chosen packet's hop table as Markdown, on the clipboard. */
export const figureHopsCopy = command({
  id: 'figure.hops-copy',
  title: 'timeCommands.hopsCopy',
  enabled: chosen,
  perform: async () => {
    await copyHops(useSelection().packet!);
  },
});

/** The chosen packet's hop table as a Markdown file. */
export const figureHopsSave = command({
  id: 'figure.hops-save',
  title: 'timeCommands.hopsSave',
  enabled: chosen,
  perform: () => saveHops(useSelection().packet!),
});

/** True: it is on the clipboard. */
export async function copyHops(packet: number): Promise<boolean> {
  const answer = await useSession().ask('notes.hops', { packet, locale: usePreferences().locale });
  if (!answer) return false;
  try {
    await navigator.clipboard.writeText(answer.text);
    return true;
  } catch {
    useNotices().tell({ name: 'clipboard-refused', parameters: {} });
    return false;
  }
}

export async function saveHops(packet: number): Promise<void> {
  const answer = await useSession().ask('notes.hops', { packet, locale: usePreferences().locale });
  if (!answer) return;
  const name = fileNameOf(i18n.global.t('packets.hops.file', { packet }), 'md');
  await saveBytes(name, new TextEncoder().encode(answer.text), 'text/markdown');
}
