// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { openProject } from '#renderer/files/opening.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { useSession } from '#renderer/stores/session.ts';
import { ScriptedHost, nowOf, settle } from '#support/scripted-host.ts';

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

describe('opening a project', () => {
  it('begins with the plain pointer, and leaves a tool in the hand that took it while the network was built', async () => {
    let build = (): void => {};
    useSession().start(
      new ScriptedHost({ 'simulation.open': () => new Promise((built) => (build = () => built(nowOf()))) }),
    );
    useDrawing().take('cable');
    const opening = openProject({ name: 'lab.hop', text: writeDocument(starterDocument()), path: null });
    await settle();
    expect(useDocument().devices).toHaveLength(6);
    expect(useDrawing().tool).toBe('choose');
    useDrawing().take('cable');
    build();
    await opening;
    expect(useDrawing().tool).toBe('cable');
  });
});
