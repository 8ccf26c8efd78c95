import { useNotices } from '../stores/notices.ts';
import { fileNameOf } from './names.ts';
import { saveBytes } from './saving.ts';

/** Puts a page of Markdown on the clipboard, and says that it is there or that it was refused. */
export async function copyPage(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    useNotices().tell({ name: 'copied', parameters: {} }, 'good');
  } catch {
    useNotices().tell({ name: 'clipboard-refused', parameters: {} });
  }
}

/** Saves it as a file whose name is proposed. */
export async function savePage(name: string, text: string): Promise<void> {
  await saveBytes(fileNameOf(name, 'md'), new TextEncoder().encode(text), 'text/markdown');
}
