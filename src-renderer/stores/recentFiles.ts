import { shallowRef } from 'vue';
import { defineStore } from 'pinia';
import type { Result } from '#contract/calls.ts';
import { useCapabilities } from './capabilities.ts';
import { useSession } from './session.ts';

export type RecentFile = Result<'files.recent'>['files'][number];

/** Projects opened from files or saved to them, as the host remembers them: the newest first. */
export const useRecentFiles = defineStore('recentFiles', () => {
  const session = useSession();
  const files = shallowRef<readonly RecentFile[]>([]);

  /** Asks anew, with a look at the disk. */
  async function refresh(): Promise<void> {
    if (!useCapabilities().has('recent-files')) return;
    const answer = await session.host?.call('files.recent', {}).catch(() => null);
    if (answer) files.value = answer.files;
  }

  /** Takes one off the list, or all of them (null); the files stay. */
  async function forget(path: string | null): Promise<void> {
    await session.host?.call('files.forget', { path }).catch(() => null);
    await refresh();
  }

  return { files, refresh, forget };
});
