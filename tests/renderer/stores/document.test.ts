// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { renamed } from '#document/edits.ts';
import { writeDocument } from '#document/write.ts';
import { sentenceOf } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useNotices } from '#renderer/stores/notices.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

const text = writeDocument(starterDocument());
let host: ScriptedHost;
const changed = () => nowOf({ cursor: 1, facts: 1 });
let change = changed;

beforeEach(async () => {
  setActivePinia(createPinia());
  change = changed;
  host = new ScriptedHost({
    'simulation.open': () => nowOf(),
    'simulation.change': () => change(),
  });
  useSession().start(host);
  await useDocument().open(text, 'two.hop', '/home/me/two.hop');
});

describe('the drawing on screen', () => {
  it('opens a project and hands its text to the network', () => {
    const drawing = useDocument();
    expect(drawing.devices).toHaveLength(6);
    expect([drawing.fileName, drawing.path, drawing.unsaved]).toEqual(['two.hop', '/home/me/two.hop', false]);
    expect(host.asked('simulation.open')).toEqual([{ text }]);
  });

  it('takes over a project that a window before it left: nothing to undo, unsaved as it was, and its network as it stands', async () => {
    const drawing = useDocument();
    host.answers['simulation.reopen'] = () => nowOf({ time: 5, facts: 9, cursor: 3 });
    drawing.remove(['hub1']);
    const project = { text: drawing.text(), name: 'one.hop', path: '/home/me/one.hop', unsaved: true };
    let seen = 0;
    expect(await drawing.takeOver(project, () => (seen = drawing.devices.length))).toBe(true);
    expect([seen, drawing.canUndo, drawing.unsaved]).toEqual([5, null, true]);
    expect([drawing.fileName, drawing.path]).toEqual(['one.hop', '/home/me/one.hop']);
    expect(host.asked('simulation.reopen')).toEqual([{ text: project.text }]);
    expect(host.asked('simulation.open')).toHaveLength(1);
    expect(useSession().now).toMatchObject({ time: 5, facts: 9, cursor: 3 });
    expect(await drawing.takeOver({ ...project, text: 'no project' }, () => (seen = 0))).toBe(false);
    expect([seen, drawing.devices.length]).toEqual([5, 5]);
  });

  it('sends what changes the network, in order, and not what only moves on the paper', async () => {
    const drawing = useDocument();
    drawing.change('move', (draft) => draft.put({ ...drawing.device('pc1')!, x: 500 }));
    await drawing.settled();
    expect(host.asked('simulation.change')).toEqual([]);
    drawing.change('gateway', (draft) => draft.put({ ...drawing.device('pc1')!, gateway: null }));
    drawing.remove(['hub1']);
    await drawing.settled();
    const sent = host.asked('simulation.change').map(({ change }) => [change.put.map(({ id }) => id), change.remove]);
    expect(sent[0]).toEqual([['pc1'], []]);
    expect(sent[1]![1]).toContain('hub1');
  });

  it('reaches the network before time is moved, however late the answers are', async () => {
    const drawing = useDocument();
    const answers: (() => void)[] = [];
    const late = () => new Promise<ReturnType<typeof nowOf>>((resolve) => answers.push(() => resolve(changed())));
    host.answers['simulation.change'] = late;
    host.answers['time.seek'] = () => nowOf({ time: 5 });
    drawing.change('gateway', (draft) => draft.put({ ...drawing.device('pc1')!, gateway: null }));
    drawing.change('gateway', (draft) => draft.put({ ...drawing.device('pc2')!, gateway: null }));
    const moved = useSession().seek(5);
    for (let change = 0; change < 2; change++) {
      await settle();
      expect(host.asked('time.seek')).toEqual([]);
      answers[change]!();
    }
    expect(await moved).toBe(true);
    const order = host.calls.map(({ name }) => name).filter((name) => name !== 'simulation.open');
    expect(order).toEqual(['simulation.change', 'simulation.change', 'time.seek']);
  });

  it('sends an undone change back to the network as well', async () => {
    const drawing = useDocument();
    drawing.remove(['pc2']);
    drawing.undo();
    await drawing.settled();
    const [, back] = host.asked('simulation.change');
    expect(back!.change.put.map(({ id }) => id)).toContain('pc2');
  });

  it('takes a change back when the person does not want a new future', async () => {
    host.announce('now', nowOf({ cursor: 3, facts: 9 }));
    const drawing = useDocument();
    drawing.remove(['pc2']);
    await Promise.resolve();
    await Promise.resolve();
    useNotices().reply(false);
    await drawing.settled();
    expect(drawing.device('pc2')).not.toBeNull();
    expect(host.asked('simulation.change')).toEqual([]);
  });

  it('keeps a change that was lost with the simulation: that is told of the whole drawing when it goes on', async () => {
    const drawing = useDocument();
    change = () => {
      throw { name: 'worker.lost', parameters: { message: '' } };
    };
    drawing.change('gateway', (draft) => draft.put({ ...drawing.device('pc1')!, gateway: null }));
    await drawing.settled();
    expect(drawing.device('pc1')!.gateway).toBeNull();
    expect(useSession().lost).toBe(true);
  });

  it('tells why a change was refused and leaves the drawing as it was', () => {
    const drawing = useDocument();
    const pc1 = drawing.device('pc1')!;
    const [port] = pc1.ports;
    const done = drawing.change('address', (draft) => draft.put({ ...pc1, ports: [{ ...port!, address: '1.2.3' }] }));
    expect(done).toBe(false);
    expect(useNotices().notices.map(({ problem }) => problem.name)).toEqual(['bad-address']);
    expect(drawing.device('pc1')).toEqual(pc1);
  });

  it('keeps the drawing when a file cannot be read', async () => {
    const drawing = useDocument();
    expect(await drawing.open('{"format":"hopscope","version":99,"records":[]}', 'newer.hop')).toBe(false);
    expect(useNotices().notices.map(({ problem }) => problem.name)).toEqual(['newer-version']);
    expect([drawing.devices.length, drawing.fileName]).toEqual([6, 'two.hop']);
  });

  it('knows what is unsaved, also after undo and after saving', () => {
    const drawing = useDocument();
    drawing.change('rename', (draft) => draft.put(renamed(drawing.device('pc1')!, 'laptop')));
    expect(drawing.unsaved).toBe(true);
    drawing.undo();
    expect(drawing.unsaved).toBe(false);
    drawing.redo();
    drawing.saved('other.hop', null);
    expect([drawing.unsaved, drawing.fileName]).toEqual([false, 'other.hop']);
  });

  it('writes what it read', () => {
    expect(useDocument().text()).toBe(text);
  });

  it('begins the network anew with another seed', async () => {
    await useDocument().head({ seed: 7 });
    expect(host.asked('simulation.open')).toHaveLength(2);
    await useDocument().head({ title: 'Only the title' });
    expect(host.asked('simulation.open')).toHaveLength(2);
  });

  it('begins anew also when another seed is undone, and asks before it gives up what was lived', async () => {
    const drawing = useDocument();
    await drawing.head({ seed: 7 });
    host.announce('now', nowOf({ facts: 4, cursor: 4 }));
    drawing.undo();
    expect(useNotices().question?.name).toBe('new-seed');
    useNotices().reply(false);
    await settle();
    expect([drawing.seed, host.asked('simulation.open').length]).toEqual([7, 2]);
    drawing.undo();
    useNotices().reply(true);
    await settle();
    expect([drawing.seed, host.asked('simulation.open').length]).toEqual([1, 3]);
  });

  it('calls a cable by both its ends', () => {
    const drawing = useDocument();
    expect(drawing.nameOf(drawing.cableIn('pc1', 'eth0')!.id)).toBe('pc1 eth0 – switch1 port1');
  });

  it('still calls what was removed by its name: events of the past tell of it', () => {
    const drawing = useDocument();
    drawing.change('rename', (draft) => draft.put({ ...drawing.device('pc2')!, name: 'Laptop' }));
    const cable = drawing.cableIn('pc2', 'eth0')!.id;
    drawing.remove(['pc2']);
    expect(drawing.nameOf('pc2')).toBe('Laptop');
    expect(drawing.nameOf(cable)).toMatch(/^Laptop eth0 – /);
    drawing.undo();
    expect(drawing.nameOf('pc2')).toBe('Laptop');
  });

  it('tells what was removed, with what hung on it, and offers to take that back', () => {
    const drawing = useDocument();
    drawing.remove(['pc2']);
    const notices = useNotices();
    const [told] = notices.notices;
    expect(told?.problem).toMatchObject({ name: 'removed-with', parameters: { name: 'pc2', others: 1 } });
    notices.takeBack(told!.id);
    expect(drawing.device('pc2')).not.toBeNull();
    expect(notices.notices).toEqual([]);
  });

  it('tells that one thing was removed where it has no name', () => {
    const drawing = useDocument();
    drawing.change('add-note', (draft) => draft.put({ type: 'note', id: 'note1', text: '', x: 0, y: 0 }));
    drawing.remove(['note1']);
    const { name, parameters } = useNotices().notices[0]!.problem;
    expect(sentenceOf('notices.news', name, parameters)).toBe('1 thing removed.');
    expect(sentenceOf('notices.news', name, { ...parameters, count: 2 })).toBe('2 things removed.');
  });

  it('no longer offers that when something else was done since', () => {
    const drawing = useDocument();
    drawing.remove(['pc2']);
    drawing.change('rename', (draft) => draft.put(renamed(drawing.device('pc1')!, 'laptop')));
    expect(useNotices().notices).toEqual([]);
    expect(drawing.device('pc2')).toBeNull();
  });

  it('lets go of what was chosen as soon as another drawing is on screen', async () => {
    const selection = useSelection();
    selection.chooseThings(['pc1']);
    const opening = useDocument().open(writeDocument(starterDocument()));
    // Before the network is made, a person may choose something of the new drawing already.
    await Promise.resolve();
    await Promise.resolve();
    expect(selection.things).toEqual([]);
    selection.chooseThings(['pc2']);
    await opening;
    expect(selection.things).toEqual(['pc2']);
  });
});
