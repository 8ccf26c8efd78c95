import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { mayLose, openProject, readFile } from './opening.ts';
import { useNotices } from '../stores/notices.ts';

/**
 * Opens the file that is dropped anywhere on the window. True while one is held over it. What is dropped where nothing can be
 * opened, on a form over the window, is let go: the browser would show the file in the place of the window.
 */
export function useFileDrop(): Ref<boolean> {
  const over = ref(false);
  const isFile = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
  const isTaken = (): boolean => document.querySelector('[role="dialog"]') !== null;

  function dragOver(event: DragEvent): void {
    if (!isFile(event)) return;
    event.preventDefault();
    over.value = !isTaken();
    if (!over.value) event.dataTransfer!.dropEffect = 'none';
  }
  function leave({ relatedTarget }: DragEvent): void {
    if (relatedTarget === null) over.value = false;
  }
  async function drop(event: DragEvent): Promise<void> {
    over.value = false;
    if (!isFile(event)) return;
    event.preventDefault();
    const [file, ...others] = event.dataTransfer!.files;
    if (!file || isTaken()) return;
    const chosen = await readFile(file);
    if (!chosen || !(await mayLose())) return;
    await openProject(chosen);
    if (others.length > 0) useNotices().tell({ name: 'first-of-several', parameters: { name: file.name } }, 'good');
  }

  onMounted(() => {
    window.addEventListener('dragover', dragOver);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
  });
  onBeforeUnmount(() => {
    window.removeEventListener('dragover', dragOver);
    window.removeEventListener('dragleave', leave);
    window.removeEventListener('drop', drop);
  });
  return over;
}
