import { useCapabilities } from '../stores/capabilities.ts';
import { useDocument } from '../stores/document.ts';
import { useSession } from '../stores/session.ts';
import { fileNameOf } from './names.ts';

/**
 * Saves bytes under a name: with the system's dialog (or straight to `path`) where the host has one, else as a download.
 * Null: the person changed their mind, or it was refused and they were told.
 */
export async function saveBytes(
  name: string,
  bytes: Uint8Array,
  type: string,
  path: string | null = null,
): Promise<{ path: string | null; name: string } | null> {
  if (useCapabilities().has('native-dialogs'))
    return useSession().ask('files.save', { path, name, bytes: new Uint8Array(bytes) });
  const address = URL.createObjectURL(new Blob([bytes.slice()], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has its own hold on the bytes by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return { path: null, name };
}

/** Saves the text of a figure under a title; asks and answers as {@link saveBytes}. */
export function saveSvg(title: string, svg: string): ReturnType<typeof saveBytes> {
  return saveBytes(fileNameOf(title, 'svg'), new TextEncoder().encode(svg), 'image/svg+xml');
}

/** Saves the project to `path`, or asks where. False: the person changed their mind, or it was refused and they were told. */
export async function saveProject(path: string | null): Promise<boolean> {
  const project = useDocument();
  const saved = await saveBytes(project.fileName, new TextEncoder().encode(project.text()), 'application/json', path);
  if (saved) project.saved(saved.name, saved.path);
  return saved !== null;
}
