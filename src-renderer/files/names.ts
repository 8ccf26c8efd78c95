/**
 * Files in and out of the window: by native dialogs where the host has them, else the browser's way. This room never
 * looks into a project.
 */

/** A file name made of a title: what file systems refuse is left out. */
export function fileNameOf(title: string, extension: string): string {
  const name = title
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control characters are exactly what must go
    .replace(/[\u0000-\u001f<>:"/\\|?*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 80);
  return `${name || 'hopscope'}.${extension}`;
}
