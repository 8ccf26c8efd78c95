// @vitest-environment happy-dom
import { enableAutoUnmount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { commandOf } from '#renderer/commands/index.ts';
import RunDialogs from '#renderer/compare/RunDialogs.vue';
import RunMenu from '#renderer/compare/RunMenu.vue';
import { useBranches } from '#renderer/stores/branches.ts';
import { useNotices } from '#renderer/stores/notices.ts';
import { liveWindow } from '#support/live-window.ts';

enableAutoUnmount(afterEach);

async function begun() {
  const live = await liveWindow();
  const dialogs = live.mount(RunDialogs);
  await live.run('ping');
  const pressed = async (name: string | RegExp) => {
    const button = [...document.querySelectorAll('button')].find((each) => {
      const label = each.getAttribute('aria-label') ?? each.textContent?.trim() ?? '';
      return typeof name === 'string' ? label === name : name.test(label);
    });
    button!.click();
    await live.settle();
  };
  const rows = () => [...document.querySelectorAll('.runs tbody tr')].map((row) => row.textContent?.trim() ?? '');
  return { live, dialogs, pressed, rows, branches: useBranches() };
}

describe('runs', () => {
  it('begin a second one at the cursor, under a name, and look at it', async () => {
    const { live, pressed, branches } = await begun();
    await live.session.seek(1_000_000);
    await commandOf('run.second').perform();
    await live.settle();
    const field = document.querySelector<HTMLInputElement>('.dialog-form input')!;
    expect(field.value).toBe('Run 2');
    field.value = 'with a longer cable';
    field.dispatchEvent(new Event('input'));
    await pressed('Begin the second run');
    expect(branches.all.map(({ name }) => name)).toEqual([null, 'with a longer cable']);
    expect(branches.current?.name).toBe('with a longer cable');
    expect(live.mount(RunMenu).text()).toBe('with a longer cable');
  });

  it('are listed with where they parted, and looked at from there', async () => {
    const { live, pressed, rows, branches } = await begun();
    await live.session.seek(1_000_000);
    await live.session.forkBranch('second');
    await commandOf('run.list').perform();
    await live.settle();
    expect(rows()[0]).toContain('from the start');
    expect(rows()[1]).toMatch(/^1\sms.*Looked at$/);
    await pressed('Look at First run');
    expect(branches.current?.id).toBe('b1');
  });

  it('take another name where they are listed, but never none', async () => {
    const { live, branches } = await begun();
    await commandOf('run.rename').perform();
    await live.settle();
    const field = document.querySelector<HTMLInputElement>('.runs input')!;
    expect(document.activeElement).toBe(field);
    field.value = 'no loss';
    field.dispatchEvent(new Event('change'));
    await live.settle();
    expect(branches.current?.name).toBe('no loss');
    field.value = '  ';
    field.dispatchEvent(new Event('change'));
    await live.settle();
    expect(field.value).toBe('no loss');
    expect(branches.current?.name).toBe('no loss');
  });

  it('are removed only after a question', async () => {
    const { live, pressed, branches } = await begun();
    await live.session.forkBranch('second');
    await commandOf('run.list').perform();
    await live.settle();
    await pressed('Remove First run');
    expect(useNotices().question).toEqual({ name: 'remove-run', parameters: { name: 'First run' } });
    useNotices().reply(false);
    await live.settle();
    expect(branches.all).toHaveLength(2);
    await pressed('Remove First run');
    useNotices().reply(true);
    await live.settle();
    expect(branches.all.map(({ name }) => name)).toEqual(['second']);
  });
});
