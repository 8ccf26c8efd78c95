import { useClipboard } from '../stores/clipboard.ts';
import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

function something(): true | string {
  const { records } = useDocument();
  const copied = useSelection().things.some((id) => records.has(id) && records.get(id)!.type !== 'cable');
  return copied || 'commands.why.nothing-to-copy';
}

/** What cannot be written stays with this window: pasting here works all the same. */
async function write(text: string | null): Promise<void> {
  if (text !== null) await navigator.clipboard.writeText(text).catch(() => undefined);
}

/** Copies what is chosen, with the cables inside it, as text on the clipboard. */
export const editCopy = command({
  id: 'edit.copy',
  title: 'commands.edit.copy',
  shortcut: 'Mod+C',
  native: true,
  enabled: something,
  perform: () => write(useClipboard().copy()),
});

/** The same, and takes it off the drawing. */
export const editCut = command({
  id: 'edit.cut',
  title: 'commands.edit.cut',
  shortcut: 'Mod+X',
  native: true,
  enabled: something,
  perform: () => write(useClipboard().cut()),
});

/** Puts what is on the clipboard on the drawing; what this window copied last, where a page may not read the clipboard. */
export const editPaste = command({
  id: 'edit.paste',
  title: 'commands.edit.paste',
  shortcut: 'Mod+V',
  native: true,
  enabled: () => true,
  perform: async () => {
    const clipboard = useClipboard();
    const text = await navigator.clipboard.readText().catch(() => null);
    clipboard.paste(text ?? clipboard.held ?? '');
  },
});
