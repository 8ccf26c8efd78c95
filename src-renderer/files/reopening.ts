import { useNotices } from '../stores/notices.ts';
import { useRecentFiles, type RecentFile } from '../stores/recentFiles.ts';
import { useSession } from '../stores/session.ts';
import { mayLose, openProject } from './opening.ts';

/** Opens a project of the list of recent ones. One that is not there any more is said to be gone, and offered to be removed from it. */
export async function reopen({ path, name, there }: RecentFile): Promise<void> {
  const recent = useRecentFiles();
  if (there) {
    if (!(await mayLose())) return;
    const opened = await useSession().ask('files.reopen', { path });
    if (opened) await openProject(opened);
    await recent.refresh();
    return;
  }
  if (await useNotices().ask({ name: 'recent-gone', parameters: { name, path } })) await recent.forget(path);
}
