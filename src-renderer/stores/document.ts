import { computed, markRaw, ref, shallowRef } from 'vue';
import { defineStore } from 'pinia';
import { cablesAt, removal } from '#document/edits.ts';
import { findings as findingsOf } from '#document/findings/findings.ts';
import { removed } from '#document/grouping.ts';
import { readDocument } from '#document/read.ts';
import { diffOf, type RecordMap } from '#document/diff.ts';
import { DocumentStore, type Draft } from '#document/store.ts';
import { changeOf } from '#document/topology.ts';
import { writeDocument } from '#document/write.ts';
import type { Problem } from '#document/problem.ts';
import type {
  BookmarkRecord,
  CableRecord,
  DeviceRecord,
  DocumentRecord,
  GroupRecord,
  NoteRecord,
  ProgramRecord,
  RecordsDiff,
  ShapeRecord,
} from '#document/records.ts';
import { compareNames } from '#document/order.ts';
import { useNotices } from './notices.ts';
import { useSelection } from './selection.ts';
import { useSession, type SessionChange } from './session.ts';

/** A project as it comes on screen; see `host.hello`. */
interface Shown {
  text: string;
  name: string;
  path?: string | null | undefined;
  unsaved?: boolean | undefined;
}

type Edit = RecordsDiff | ((draft: Draft) => void);

/** What a project without a file is called. */
export const NEW_FILE = 'untitled.hop';

/** The drawing on screen: the document's store made reactive, and joined to the running network. */
export const useDocument = defineStore('document', () => {
  const store = markRaw(new DocumentStore());
  const selection = useSelection();
  const session = useSession();
  const notices = useNotices();

  /** Another map after every change, so that whoever watches it notices. */
  const records = shallowRef<RecordMap>(store.records);
  /** What was removed from this drawing, by id: the history still tells of it. */
  const gone = new Map<string, DocumentRecord>();
  const heading = ref(0);
  /** Counts the projects opened; 0: there is no drawing yet. */
  const opened = ref(0);
  const fileName = ref(NEW_FILE);
  /** Where it was opened from or saved to; null: nowhere the host can write again. */
  const path = ref<string | null>(null);

  const all = computed(() => [...records.value.values()].sort((a, b) => compareNames(a.id, b.id)));
  const devices = computed(() => all.value.filter((record): record is DeviceRecord => record.type === 'device'));
  const cables = computed(() => all.value.filter((record): record is CableRecord => record.type === 'cable'));
  const programs = computed(() => all.value.filter((record): record is ProgramRecord => record.type === 'program'));
  const notes = computed(() => all.value.filter((record): record is NoteRecord => record.type === 'note'));
  const shapes = computed(() => all.value.filter((record): record is ShapeRecord => record.type === 'shape'));
  const groups = computed(() => all.value.filter((record): record is GroupRecord => record.type === 'group'));
  /** In the order in which their moments come. */
  const bookmarks = computed(() =>
    all.value.filter((record): record is BookmarkRecord => record.type === 'bookmark').sort((a, b) => a.time - b.time),
  );
  /** What looks wrong in the drawing, though it can be carried out. */
  const findings = computed(() => findingsOf({ records: records.value.values() }));

  const title = computed(() => (heading.value, store.title));
  const seed = computed(() => (heading.value, store.seed));
  const unsaved = computed(() => (heading.value, records.value, store.unsaved));
  /** Label (an i18n key of `edits`) of what would be undone; null: nothing. */
  const canUndo = computed(() => (heading.value, store.canUndo));
  const canRedo = computed(() => (heading.value, store.canRedo));

  // Changes go to the network one after another, in the order in which they were drawn.
  let sending: Promise<unknown> = Promise.resolve();
  /** While the drawing follows the network (a change taken back because it was refused), nothing is sent. */
  let following = false;

  /** A message that offers to take the last step back: it goes as soon as something else is the last step. */
  let offered: { notice: number; state: number } | null = null;
  store.listen((diff, source) => {
    if (offered && store.state !== offered.state) {
      notices.dismiss(offered.notice);
      offered = null;
    }
    if (source === 'open') gone.clear();
    for (const [id, record] of Object.entries(diff.removed)) gone.set(id, record);
    records.value = new Map(store.records);
    heading.value++;
    // At once: what a person chooses of the new drawing while the network is still being made stays chosen.
    if (source === 'open') selection.clear();
    if (source === 'open' || source === 'heading' || following) return;
    const change = changeOf(diff);
    if (change) send(change, source === 'undo' ? 'redo' : 'undo');
  });

  function send(change: { put: unknown[]; remove: string[] }, back: 'undo' | 'redo'): void {
    if (!session.host) return;
    sending = sending.then(async () => {
      if (await session.change(change as SessionChange)) return;
      // Lost with the simulation, not refused: it is told of the whole drawing when it goes on.
      if (session.lost) return;
      following = true;
      store[back]();
      following = false;
    });
    session.changing(sending);
  }

  /** Carries out an edit as one step. Problems for which it was refused: none, when it was done. */
  function attempt(label: string, edit: Edit): Problem[] {
    return store.change(label, edit);
  }

  /** The same, telling the person why when it was refused. */
  function change(label: string, edit: Edit): boolean {
    const problems = store.change(label, edit);
    if (problems[0]) notices.tell(problems[0]);
    return problems.length === 0;
  }

  /** Takes records away, with all that cannot be without them: cables, programs, members of a group. */
  function remove(ids: readonly string[]): void {
    const { put, remove: going } = removed(removal(ids, store.records), store.records);
    if (going.length === 0) return;
    const [name, others] = [ids.length === 1 ? nameOf(ids[0]!) : '', going.length - 1];
    const news = name === '' ? 'removed' : others === 0 ? 'removed-one' : 'removed-with';
    if (!change('remove', diffOf(store.records, put, going))) return;
    const after = store.state;
    const told = notices.tell(
      { name: news, parameters: { name, others, count: going.length } },
      'good',
      () => void (store.state === after && undo()),
    );
    offered = { notice: told, state: after };
  }

  const undo = (): string | null => stepThrough('undo');
  const redo = (): string | null => stepThrough('redo');

  function stepThrough(way: 'undo' | 'redo'): string | null {
    const label = way === 'undo' ? store.canUndo : store.canRedo;
    if (label !== 'seed') return store[way]();
    void reseed(() => void store[way]());
    return label;
  }

  /**
   * Opens a project from its text. False, and the person told why, when it cannot be read; the drawing stays then.
   * `drawn` is called when the drawing is there, while its network is still being built.
   */
  const open = (
    text: string,
    name: string = NEW_FILE,
    from: string | null = null,
    isUnsaved = false,
    drawn = (): void => {},
  ): Promise<boolean> => show({ text, name, path: from, unsaved: isUnsaved }, (read) => session.open(read), drawn);

  /** The same for a project that a window before this one left, of which the network lives: it is taken over as it stands. */
  const takeOver = (project: Shown, drawn: () => void): Promise<boolean> =>
    show(project, (read) => session.join(read), drawn);

  async function show(
    { text, name, path: from = null, unsaved: isUnsaved = false }: Shown,
    build: (text: string) => Promise<boolean>,
    drawn: () => void,
  ): Promise<boolean> {
    const read = readDocument(text);
    if ('problems' in read) {
      notices.tell(read.problems[0]!);
      return false;
    }
    await sending;
    store.open(read.document, isUnsaved);
    fileName.value = name;
    path.value = from;
    opened.value++;
    const built = session.host ? build(text) : null;
    drawn();
    await built;
    return true;
  }

  /** The project as the text of a file. */
  const text = (): string => writeDocument(store.document());

  /** Says that the text went to a file. */
  function saved(name: string, to: string | null): void {
    store.saved();
    fileName.value = name;
    path.value = to;
    heading.value++;
  }

  /** Changes title or seed. */
  async function head(next: { title?: string; seed?: number }): Promise<void> {
    if (next.seed === undefined || next.seed === store.seed) store.head(next);
    else await reseed(() => store.head(next));
  }

  /** Another seed is another history, so the network begins anew: what was lived is given up for it, if the person says so. */
  async function reseed(change: () => void): Promise<void> {
    const lived = (session.now?.facts ?? 0) > 0;
    if (lived && !(await notices.ask({ name: 'new-seed', parameters: {} }))) return;
    await sending;
    change();
    if (session.host) await session.open(text());
  }

  const device = (id: string): DeviceRecord | null => recordOf(id, 'device') as DeviceRecord | null;
  const cable = (id: string): CableRecord | null => recordOf(id, 'cable') as CableRecord | null;
  function recordOf(id: string, type: string): unknown {
    const record = records.value.get(id);
    return record?.type === type ? record : null;
  }
  /** What a person calls a record, or called one that is gone: the name of a device or program, both ends of a cable. */
  function nameOf(id: string): string {
    const record = records.value.get(id) ?? gone.get(id);
    if (!record) return id;
    if (record.type === 'note' || record.type === 'shape') return record.text;
    if (record.type !== 'cable') return record.name;
    return `${nameOf(record.a.device)} ${record.a.port} – ${nameOf(record.b.device)} ${record.b.port}`;
  }
  /** The cable in a port; null: none. */
  const cableIn = (deviceId: string, port: string): CableRecord | null =>
    cablesAt({ device: deviceId, port }, records.value)[0] ?? null;

  return {
    store,
    records,
    devices,
    cables,
    programs,
    notes,
    shapes,
    groups,
    bookmarks,
    findings,
    title,
    seed,
    opened,
    fileName,
    path,
    unsaved,
    canUndo,
    canRedo,
    attempt,
    change,
    remove,
    undo,
    redo,
    begin: (label: string) => store.begin(label),
    end: () => store.end(),
    open,
    takeOver,
    text,
    saved,
    head,
    device,
    cable,
    nameOf,
    cableIn,
    /** Settles when every change drawn so far has reached the network. */
    settled: () => sending,
  };
});
