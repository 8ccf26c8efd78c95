import { onBeforeUnmount, onMounted } from 'vue';
import { takesText } from '../../commands/shortcuts.ts';
import { useClipboard } from '../../stores/clipboard.ts';
import { useSelection } from '../../stores/selection.ts';

/**
 * Answers the keys for copy, cut and paste: the browser turns them into events that may use the clipboard of the system.
 * Text that is marked, and fields that are typed in, keep their own.
 */
export function useClipboardEvents(): void {
  const clipboard = useClipboard();
  const selection = useSelection();

  function isTheirs(): boolean {
    const marked = document.getSelection();
    return takesText(document.activeElement) || (marked !== null && !marked.isCollapsed && marked.toString() !== '');
  }
  function isOpen(): boolean {
    return document.querySelector('[role="dialog"]') !== null;
  }

  function take(event: ClipboardEvent): void {
    if (isTheirs() || isOpen() || selection.things.length === 0) return;
    const text = event.type === 'cut' ? clipboard.cut() : clipboard.copy();
    if (text === null) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  }
  function paste(event: ClipboardEvent): void {
    if (takesText(document.activeElement) || isOpen()) return;
    event.preventDefault();
    clipboard.paste(event.clipboardData?.getData('text/plain') ?? '');
  }

  onMounted(() => {
    document.addEventListener('copy', take);
    document.addEventListener('cut', take);
    document.addEventListener('paste', paste);
  });
  onBeforeUnmount(() => {
    document.removeEventListener('copy', take);
    document.removeEventListener('cut', take);
    document.removeEventListener('paste', paste);
  });
}
