import { basename, resolve } from 'node:path';
import { CALLS } from '#contract/calls.ts';
import type { Announcement, AnnouncementName, CallName, Handlers } from '#contract/calls.ts';
import type { Channel } from '#contract/channel.ts';
import { refusal } from '#contract/problems.ts';
import { serve } from '#contract/rpc.ts';
import type { Served } from '#contract/rpc.ts';
import { forkChild } from '#sockets/kernel-lab/child.ts';
import type { Door } from './door.ts';
import { readProject, writeWhole } from './project-files.ts';
import type { ProjectFile } from './project-files.ts';
import { createGateways } from './gateways.ts';
import { KeptDrawing } from './kept-drawing.ts';
import { labHandlers } from './lab.ts';
import { Preferences } from './preferences.ts';
import { RecentFiles } from './recent-files.ts';
import { Recovery } from './recovery.ts';
import type { RecoveryOptions } from './recovery.ts';
import { createRebuilding } from './rebuilding.ts';
import type { WorkerHandle } from './worker-handle.ts';

/** Calls that the host answers itself; the simulation thread answers all others: everything about the network. */
const OWN_ROOMS = ['host', 'window', 'files', 'lab', 'gateways', 'tunnels', 'preferences'];
/** Calls between the host and the simulation thread, which no window makes. */
const INNER_ROOMS = ['twin', 'bridge', 'journal'];

export interface HostParts {
  worker: WorkerHandle;
  door: Door;
  /** The project named on the command line, as `readProject` gave it. */
  project?: ProjectFile | null;
  recovery?: RecoveryOptions;
  /** The module of a program of the kernel lab. Left out: there is no lab. */
  labProgram?: URL;
  /** Bytes of histories kept for a thread that dies, at most. Default: `MOST_KEPT`. */
  mostKept?: number;
}

export interface HostSide {
  /** Handlers of all calls this door can serve; a call it cannot serve is absent. */
  readonly handlers: Partial<Handlers>;
  /** Serves a window on `channel` until it ends: its calls are answered, and it hears every announcement. */
  attach(channel: Channel): Served;
  /** Tells every window. */
  announce<N extends AnnouncementName>(name: N, payload: Announcement<N>): void;
  /** Offers a project named from outside to every window, which may then save it there. Refused as `readProject` refuses. */
  openFile(path: string): Promise<void>;
  /** Writes the kept drawing to disk, now. */
  flush(): Promise<void>;
  /** The person threw the unsaved drawing away. */
  forget(): Promise<void>;
  /** Ends the thread. The kept drawing is removed if it was saved, and stays on disk if not. */
  close(): Promise<void>;
}

/** Builds the host of one run. */
export function createHost({
  worker,
  door,
  project = null,
  recovery: options,
  labProgram,
  mostKept,
}: HostParts): HostSide {
  const windows = new Set<Served>();
  const log = door.log;
  const recovery = door.dataFolder === null ? null : new Recovery(door.dataFolder, { log, ...options });
  void recovery?.clean();
  const preferences = new Preferences(door.dataFolder, log);
  const recent = new RecentFiles(door.dataFolder, log);
  const kept = new KeptDrawing(recovery);
  // A page may write only where a person pointed: paths from the dialogs and from the command line.
  const granted = new Set<string>(project === null ? [] : [resolve(project.path)]);
  /** The drawing of a crashed run, looked for once; a project named by the person goes first and leaves it where it is. */
  let recovered: Promise<void> | null = null;

  async function lookForRecovered(): Promise<void> {
    if (recovery === null || project !== null) return;
    const left = await recovery.take();
    if (left !== null) kept.recover(left);
  }

  function announce<N extends AnnouncementName>(name: N, payload: Announcement<N>): void {
    for (const window of windows) window.announce(name, payload);
  }

  const gateways = createGateways({
    worker,
    changed: () => announce('gateways.changed', {}),
    log,
    platform: door.platform,
  });
  worker.on('now', (now) => announce('now', now));
  const rebuilding = createRebuilding({ worker, announce, log, most: mostKept });
  worker.onLost((problem) => {
    const parted = gateways.part();
    rebuilding.lost();
    const { name, parameters } = problem;
    // Whoever sees real connections end is told why in the same breath.
    announce('worker.lost', { name: parted > 0 && name === 'worker.lost' ? 'worker.lost-joined' : name, parameters });
  });

  const own: Partial<Handlers> = {
    'host.hello': async () => {
      if (recovered === null && project !== null) recent.remember(project.path);
      await (recovered ??= lookForRecovered());
      const { product, version, name, platform } = door;
      const capabilities: string[] = [];
      if (door.dialogs !== undefined) capabilities.push('native-dialogs');
      if (door.showMenu !== undefined) capabilities.push('native-menu');
      if (labProgram !== undefined) capabilities.push('kernel-lab');
      if (door.dataFolder !== null) capabilities.push('recent-files');
      const first = project === null ? null : { ...project, unsaved: false };
      return { product, version, door: name, platform, capabilities, project: kept.handOut() ?? first };
    },
    'host.keep': (drawing) => ({ lasting: kept.keep(drawing) }),
    'host.leave': ({ look }) => {
      kept.leave(look);
      return {};
    },
    'window.unsaved': ({ unsaved }) => {
      kept.tellUnsaved(unsaved);
      door.unsaved?.(unsaved);
      return {};
    },
  };

  Object.assign(own, preferences.handlers);
  own['files.recent'] = async () => ({ files: await recent.list() });
  own['files.reopen'] = async ({ path }) => {
    if (!(await recent.has(path))) throw refusal('file.not-chosen', { path });
    const file = await readProject(path);
    granted.add(resolve(path));
    recent.remember(path);
    return file;
  };
  own['files.forget'] = async ({ path }) => {
    await recent.forget(path);
    return {};
  };

  if (door.dialogs !== undefined) {
    const { dialogs } = door;
    own['files.open'] = async () => {
      const path = await dialogs.open();
      if (path === null) return null;
      const file = await readProject(path);
      granted.add(resolve(path));
      recent.remember(path);
      return file;
    };
    own['files.save'] = async ({ path, name, bytes }) => {
      if (path !== null && !granted.has(resolve(path))) throw refusal('file.not-chosen', { path });
      const target = path ?? (await dialogs.save(name));
      if (target === null) return null;
      await writeWhole(target, bytes);
      granted.add(resolve(target));
      if (target.endsWith('.hop')) recent.remember(target);
      return { path: target, name: basename(target) };
    };
  }
  if (door.showMenu !== undefined) {
    const { showMenu } = door;
    own['window.menu'] = ({ sections }) => {
      showMenu(sections);
      return {};
    };
  }

  const lab =
    labProgram === undefined
      ? null
      : labHandlers({ worker, program: labProgram, start: door.startChild ?? forkChild, platform: door.platform });
  Object.assign(own, lab?.handlers, gateways.handlers);

  const forwarded: Partial<Handlers> = {};
  for (const name of Object.keys(CALLS) as CallName[]) {
    const room = name.slice(0, name.indexOf('.'));
    if (OWN_ROOMS.includes(room) || INNER_ROOMS.includes(room)) continue;
    (forwarded as Record<string, unknown>)[name] = (parameters: never) => worker.call(name, parameters);
  }
  own['simulation.reopen'] = rebuilding.reopen;
  const handlers: Partial<Handlers> = kept.watching(rebuilding.waiting({ ...forwarded, ...own }));

  return {
    handlers,
    announce,
    attach(channel) {
      const closed = (): void => {
        windows.delete(served);
        if (windows.size === 0) void recovery?.release();
      };
      const served: Served = serve(channel, handlers, { log, closed });
      windows.add(served);
      void recovery?.reclaim();
      return served;
    },
    async openFile(path) {
      const file = await readProject(path);
      granted.add(resolve(path));
      recent.remember(path);
      announce('file.chosen', file);
    },
    flush: async () => recovery?.flush(),
    forget: () => kept.forget(),
    async close() {
      await lab?.close();
      await gateways.close();
      await preferences.flush();
      await recent.flush();
      if (kept.unsaved) await recovery?.flush();
      else await recovery?.forget();
      await worker.close();
    },
  };
}
