// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { reopen } from '#renderer/files/reopening.ts';
import { useCapabilities } from '#renderer/stores/capabilities.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useNotices } from '#renderer/stores/notices.ts';
import { useRecentFiles } from '#renderer/stores/recentFiles.ts';
import { useSession } from '#renderer/stores/session.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

let host: ScriptedHost;
beforeEach(async () => {
  setActivePinia(createPinia());
  let files = [
    { path: '/a/lab.hop', name: 'lab.hop', there: true },
    { path: '/a/gone.hop', name: 'gone.hop', there: false },
  ];
  host = new ScriptedHost({
    'simulation.open': () => nowOf(),
    'files.recent': () => ({ files }),
    'files.forget': ({ path }) => {
      files = files.filter((file) => path !== null && file.path !== path);
      return {};
    },
    'files.reopen': ({ path }) => ({ path, name: 'lab.hop', text: writeDocument(starterDocument()) }),
  });
  useSession().start(host);
  const capabilities = ['recent-files'];
  useCapabilities().hello = { product: '', version: '', door: 'web', platform: '', capabilities, project: null };
  await useRecentFiles().refresh();
});

describe('a recent file', () => {
  it('is opened again with its path, so that it can be saved there', async () => {
    await reopen(useRecentFiles().files[0]!);
    expect([useDocument().fileName, useDocument().path, useDocument().unsaved]).toEqual([
      'lab.hop',
      '/a/lab.hop',
      false,
    ]);
  });

  it('that is not there any more is said to be gone, and taken off the list on wish', async () => {
    const asked = reopen(useRecentFiles().files[1]!);
    await settle();
    expect(useNotices().question).toMatchObject({ name: 'recent-gone', parameters: { path: '/a/gone.hop' } });
    useNotices().reply(true);
    await asked;
    expect(useRecentFiles().files.map(({ name }) => name)).toEqual(['lab.hop']);
    expect(host.asked('files.reopen')).toEqual([]);
  });
});
