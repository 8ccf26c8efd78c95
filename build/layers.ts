/**
 * Who may import whom: the table, and the judge that reads imports against it. Nothing here mends anything; a fault is
 * a sentence for the person who wrote the import.
 */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { readSources, ROOT, targetOf, type Import, type Source } from './imports.ts';

/** One folder and all it may lean on. A file belongs to the room with the longest folder that holds it. */
export interface Room {
  /** Folder, relative to the root. */
  folder: string;
  /** Folders (or single files) it may import, values and types. Its own folder goes without saying. */
  values: readonly string[];
  /** Folders of which it may import types only. */
  types?: readonly string[];
  /** npm packages it may import. */
  packages: readonly string[];
  /** May it import Node's own modules? */
  node: boolean;
  /** Why, said when an import is refused. */
  because: string;
}

/** The folders of the engine, each of which may import those to its left. */
export const ENGINE_ORDER = ['wire', 'link', 'net', 'transport', 'apps', 'devices', 'sim'] as const;

/** The rooms of the simulation thread that lean on each other, each of which may import those to its left. */
export const WORKER_ORDER = [
  'reading',
  'drawing',
  'packets',
  'events',
  'conversations',
  'network',
  'causes',
  'playing',
] as const;

/** The panels of the window. They meet in stores. */
export const PANELS = [
  'canvas',
  'palette',
  'inspector',
  'timeline',
  'events',
  'packets',
  'conversations',
  'devices',
  'causes',
  'compare',
  'programs',
  'terminal',
  'kernel-lab',
  'lessons',
  'preferences',
  'search',
  'help',
] as const;

/** Modules that one folder alone may say. */
export const ONLY_IN: Readonly<Record<string, string>> = {
  electron: 'src-main/electron',
  ws: 'src-main/web',
  'node:http': 'src-main/web',
  'node:https': 'src-main/web',
  'node:http2': 'src-main/web',
};

const engine = (folder: string): string => `src-main/engine/${folder}`;
const main = (...folders: string[]): string[] => folders.map((folder) => `src-main/${folder}`);
const window = (...folders: string[]): string[] => folders.map((folder) => `src-renderer/${folder}`);

const engineRooms: Room[] = ENGINE_ORDER.map((name, position) => ({
  folder: engine(name),
  values: [...ENGINE_ORDER.slice(0, position), 'trace'].map(engine),
  packages: [],
  node: false,
  because: `inside the engine a folder imports only what stands to its left (${ENGINE_ORDER.join(' → ')}) and trace`,
}));

const WORKER_READS = main('engine', 'document', 'contract', 'notes');

const workerRooms: Room[] = WORKER_ORDER.map((name, position) => ({
  folder: `src-main/worker/${name}`,
  values: [
    ...WORKER_READS,
    'src-main/worker/wall-clock.ts',
    ...WORKER_ORDER.slice(0, position).map((left) => `src-main/worker/${left}`),
  ],
  packages: [],
  node: false,
  because: `inside the simulation thread a room imports only what stands to its left (${WORKER_ORDER.join(' → ')})`,
}));

/** What any part of the window may import of `src-main`: it reads bytes, it never runs a network. */
const READ_BY_WINDOW = main('contract', 'document', 'engine/wire');
const WINDOW_PACKAGES = ['vue', 'pinia', 'vue-i18n', '@lucide/vue', 'reka-ui', 'cytoscape'];

/** What one panel alone may use: the terminal is drawn by xterm. */
const PANEL_PACKAGES: Partial<Record<(typeof PANELS)[number], readonly string[]>> = {
  terminal: ['@xterm/xterm', '@xterm/addon-fit'],
};

const panelRooms: Room[] = PANELS.map((name) => ({
  folder: `src-renderer/${name}`,
  values: [...READ_BY_WINDOW, ...window('host', 'stores', 'commands', 'files', 'ui', 'filter', 'locales')],
  packages: [...WINDOW_PACKAGES, ...(PANEL_PACKAGES[name] ?? [])],
  node: false,
  because:
    'panels never import each other (they meet in stores), and of src-main the window sees only contract, document and engine/wire',
}));

/** The table. */
export const ROOMS: readonly Room[] = [
  ...engineRooms,
  {
    folder: engine('trace'),
    values: [],
    types: [engine('wire')],
    packages: [],
    node: false,
    because: 'trace is the vocabulary every engine folder speaks, so it leans on none of them',
  },
  {
    folder: 'src-main/document',
    values: main(
      'engine/wire',
      'engine/transport/settings.ts',
      'engine/transport/option-names.ts',
      'engine/link/spanning-tree/settings.ts',
      'engine/link/rule-filter.ts',
      'engine/net/filter-settings.ts',
      'engine/net/settings.ts',
      'engine/net/nat-settings.ts',
      'engine/devices/tunnel-settings.ts',
      'engine/apps/dhcp/settings.ts',
      'engine/apps/rip/settings.ts',
    ),
    types: main('engine'),
    packages: [],
    node: false,
    because:
      'the document may use types of the engine, its tables of settings, and read addresses as engine/wire does, and nothing else',
  },
  {
    folder: 'src-main/contract',
    values: main('document', 'engine/trace'),
    types: main('engine'),
    packages: ['valibot'],
    node: false,
    because: 'the contract may use the document, types of the engine and the vocabulary of the trace',
  },
  {
    folder: 'src-main/notes',
    values: main('contract', 'document', 'engine/wire', 'engine/trace'),
    types: main('engine'),
    packages: [],
    node: false,
    because: 'notes turn bytes and facts into files and text; they run nothing and know no process',
  },
  ...workerRooms,
  {
    folder: 'src-main/worker',
    values: [...WORKER_READS, ...main('worker')],
    packages: [],
    node: true,
    because: 'the simulation thread holds an engine and speaks the contract; it knows no host and no door',
  },
  {
    folder: 'src-main/sockets',
    values: main('contract', 'engine/wire'),
    types: main('engine'),
    packages: [],
    node: true,
    because: 'sockets join the operating system to the engine; they know no host and no door',
  },
  {
    folder: 'src-main/host',
    values: main('contract', 'document', 'worker', 'sockets', 'notes'),
    types: main('engine'),
    packages: [],
    node: true,
    because: 'the host uses contract, document, the worker’s handle, sockets and notes, and never a door',
  },
  {
    folder: 'src-main/electron',
    values: main('host', 'contract', 'document'),
    packages: ['electron'],
    node: true,
    because: 'a door is thin: it opens onto the host and nothing behind it',
  },
  {
    folder: 'src-main/web',
    values: main('host', 'contract', 'document'),
    packages: ['ws'],
    node: true,
    because: 'a door is thin: it opens onto the host and nothing behind it',
  },
  {
    folder: 'src-main/cli',
    values: main('host', 'worker', 'engine', 'document', 'contract', 'notes'),
    packages: [],
    node: true,
    because: 'the command line is the same engine without a window: no other door',
  },
  ...panelRooms,
  {
    folder: 'src-renderer/host',
    values: READ_BY_WINDOW,
    packages: [],
    node: false,
    because: 'the client of the contract knows no store and no panel',
  },
  {
    folder: 'src-renderer/stores',
    values: [...READ_BY_WINDOW, ...window('host')],
    packages: ['vue', 'pinia'],
    node: false,
    because: 'stores hold what panels share, so they know no panel, no command and no button',
  },
  {
    folder: 'src-renderer/files',
    values: [...READ_BY_WINDOW, ...window('host', 'stores', 'locales')],
    packages: ['vue', 'pinia', 'vue-i18n'],
    node: false,
    because: 'opening and saving serve commands and panels; they know neither',
  },
  {
    folder: 'src-renderer/commands',
    // A figure is drawn by the panel that shows it; the command only carries it out.
    values: [...READ_BY_WINDOW, ...window('host', 'stores', 'locales', 'files', 'ui', 'canvas/figure.ts')],
    packages: ['vue', 'pinia', 'vue-i18n', '@lucide/vue'],
    node: false,
    because: 'a command acts on stores, files and the host; it knows no panel',
  },
  {
    folder: 'src-renderer/ui',
    values: [],
    types: READ_BY_WINDOW,
    packages: ['vue', 'vue-i18n', '@lucide/vue', 'reka-ui'],
    node: false,
    because:
      'ui knows no store and runs nothing of networks; of src-main it sees only types of contract, document and engine/wire',
  },
  {
    folder: 'src-renderer/filter',
    values: [...READ_BY_WINDOW, ...window('ui')],
    packages: ['vue', 'vue-i18n', '@lucide/vue'],
    node: false,
    because: 'the field a filter is written in serves every panel, so it knows none, and no store',
  },
  {
    folder: 'src-renderer/locales',
    values: [...READ_BY_WINDOW, ...window('stores')],
    packages: ['vue', 'vue-i18n'],
    node: false,
    because: 'locales put words to what contract and stores hold; they know no panel and no command',
  },
  {
    folder: 'src-renderer',
    values: [...READ_BY_WINDOW, 'src-renderer'],
    packages: WINDOW_PACKAGES,
    node: false,
    because: 'of src-main the window sees only contract, document and engine/wire',
  },
];

/** Folders that files may stand in directly although folders below them are rooms of their own. */
const OPEN_AT_THE_TOP = ['src-renderer'];

/** Judges sources against the table. Each fault is one sentence; none means that the house is in order. */
export function judge(sources: readonly Source[], aliases: Readonly<Record<string, string>>): string[] {
  return [...sources.flatMap((source) => judgeFile(source, aliases)), ...cycles(sources, aliases)];
}

function judgeFile(source: Source, aliases: Readonly<Record<string, string>>): string[] {
  const room = roomOf(source.path);
  if (room === null) {
    return [
      `${source.path} stands in no room of build/layers.ts: put it into one of them, or add the room to the table.`,
    ];
  }
  return source.imports.flatMap((one) => {
    const target = targetOf(source.path, one.module, aliases);
    const refusal = target === null ? refusePackage(room, one) : refuseFile(room, one, target);
    return refusal === null ? [] : [`${source.path}:${one.line} ${refusal}`];
  });
}

/** The room a path belongs to, or null. */
export function roomOf(path: string): Room | null {
  const holding = ROOMS.filter((room) => path.startsWith(`${room.folder}/`));
  const room = holding.toSorted((a, b) => b.folder.length - a.folder.length)[0] ?? null;
  if (room !== null && OPEN_AT_THE_TOP.includes(room.folder) && path.slice(room.folder.length + 1).includes('/'))
    return null;
  return room;
}

function refuseFile(room: Room, one: Import, target: string): string | null {
  const stays = target.startsWith(`${room.folder}/`) && roomOf(target) === room;
  const within = (folders: readonly string[]): boolean =>
    folders.some((folder) => target === folder || target.startsWith(`${folder}/`));
  if (stays || within(room.values)) return null;
  if (one.typeOnly && within(room.types ?? [])) return null;
  const values = within(room.types ?? []) ? 'values (only `import type` is allowed here)' : `‘${one.module}’`;
  const whom = within(room.types ?? []) ? ` from ‘${one.module}’` : '';
  return `imports ${values}${whom}, but ${room.because}.`;
}

function refusePackage(room: Room, one: Import): string | null {
  const builtin = isBuiltin(one.module);
  const name = builtin ? `node:${one.module.replace(/^node:/, '')}` : packageOf(one.module);
  const owner = ONLY_IN[name];
  if (owner !== undefined && room.folder !== owner) return `imports ‘${name}’, but only ${owner} may say that name.`;
  if (builtin ? room.node : room.packages.includes(name)) return null;
  const kind = builtin ? 'Node’s own module' : 'the package';
  return `imports ${kind} ‘${name}’, which ${room.folder} may not: ${room.because}.`;
}

/** `@scope/name/deep` → `@scope/name`, `name/deep` → `name`. */
function packageOf(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Files that import each other in a ring. Only imports that remain at run time count: two files may describe each
 * other's types, because nothing then depends on which of them is loaded first.
 */
export function cycles(sources: readonly Source[], aliases: Readonly<Record<string, string>>): string[] {
  const known = new Set(sources.map((source) => source.path));
  const next = new Map(
    sources.map((source) => [
      source.path,
      source.imports
        .filter((one) => !one.typeOnly)
        .map((one) => targetOf(source.path, one.module, aliases))
        .filter((target) => target !== null && known.has(target)) as string[],
    ]),
  );
  const finished = new Set<string>();
  const trail: string[] = [];
  const rings: string[] = [];
  const walk = (path: string): void => {
    const seen = trail.indexOf(path);
    if (seen >= 0) {
      rings.push(`Import cycle: ${[...trail.slice(seen), path].join(' → ')}. Move what both need into a third file.`);
      return;
    }
    if (finished.has(path)) return;
    trail.push(path);
    for (const target of next.get(path) ?? []) walk(target);
    trail.pop();
    finished.add(path);
  };
  for (const source of sources) walk(source.path);
  return rings;
}

/** `imports` of package.json. */
export function readAliases(root = ROOT): Record<string, string> {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: Record<string, string> }).imports;
}

/** Reads the whole application and judges it. */
export function checkLayers(root = ROOT): string[] {
  return judge(readSources(['src-main', 'src-renderer'], root), readAliases(root));
}
