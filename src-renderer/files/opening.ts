import { LIMITS } from '#document/limits.ts';
import { useCapabilities } from '../stores/capabilities.ts';
import { useDocument } from '../stores/document.ts';
import { useDrawing } from '../stores/drawing.ts';
import { useNotices } from '../stores/notices.ts';
import { useSession } from '../stores/session.ts';
import { useWork } from '../stores/work.ts';
import { saveProject } from './saving.ts';

/** A project chosen by the person, read but not understood yet. */
export interface ChosenProject {
  name: string;
  text: string;
  path: string | null;
}

/** Whether another drawing may take the place of this one: it is saved, is saved now, or the person said that it may be lost. */
export async function mayLose(): Promise<boolean> {
  const project = useDocument();
  if (!project.unsaved) return true;
  const choice = await useNotices().askUnsaved(project.title);
  return choice === 'save' ? saveProject(project.path) : choice === 'lose';
}

/** Lets the person choose a file. Null: none. */
export async function chooseProject(): Promise<ChosenProject | null> {
  if (useCapabilities().has('native-dialogs')) return useSession().ask('files.open', {});
  const file = await pickFile();
  return file && readFile(file);
}

/** The text of a file; null, and the person told, when it is too large to be a project. */
export async function readFile(file: File): Promise<ChosenProject | null> {
  if (file.size > LIMITS.fileSize) {
    useNotices().tell({ name: 'too-large', parameters: { size: file.size, most: LIMITS.fileSize } });
    return null;
  }
  const text = await useWork().during({ name: 'read' }, file.text());
  return { name: file.name, text, path: null };
}

/** Puts a project on screen. */
export async function openProject(chosen: ChosenProject): Promise<void> {
  // As soon as it is drawn: who looks closer or takes a tool while its network is still being built keeps both.
  await useDocument().open(chosen.text, chosen.name, chosen.path, false, beginDrawn);
}

/** A drawing that has just come is seen as a whole, with no tool in hand. */
export function beginDrawn(): void {
  useDrawing().take('choose');
  requestAnimationFrame(() => useDrawing().view?.fit());
}

function pickFile(): Promise<File | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.hop,application/json';
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
