// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useBranches } from '#renderer/stores/branches.ts';
import { useSession } from '#renderer/stores/session.ts';
import { branchOf, nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

beforeEach(() => setActivePinia(createPinia()));

async function started() {
  let current = 'b1';
  const now = () => nowOf({ branch: current });
  const host = new ScriptedHost({
    'simulation.open': now,
    'branches.list': () => ({
      branches: ['b1', 'b2', 'b3'].map((id) => branchOf(id, { current: id === current })),
      coming: 0,
    }),
    'branches.switch': ({ branch }) => ((current = branch), now()),
  });
  const branches = useBranches();
  useSession().start(host);
  await useSession().open('{}');
  await settle();
  return { host, branches };
}

describe('the runs of a project', () => {
  it('are listed, with the one that is looked at and the others', async () => {
    const { branches } = await started();
    expect(branches.all.map(({ id }) => id)).toEqual(['b1', 'b2', 'b3']);
    expect(branches.current?.id).toBe('b1');
    expect(branches.others.map(({ id }) => id)).toEqual(['b2', 'b3']);
  });

  it('are listed anew when the host says that there are others', async () => {
    const { host } = await started();
    const before = host.asked('branches.list').length;
    host.announce('now', nowOf({ branch: 'b1', branches: 7 }));
    await settle();
    expect(host.asked('branches.list').length).toBe(before + 1);
  });

  it('are gone through in a circle', async () => {
    const { host, branches } = await started();
    for (let turn = 0; turn < 3; turn++) {
      await branches.next();
      await settle();
    }
    expect(host.asked('branches.switch')).toEqual([{ branch: 'b2' }, { branch: 'b3' }, { branch: 'b1' }]);
  });
});
