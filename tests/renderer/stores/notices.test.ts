import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useNotices } from '#renderer/stores/notices.ts';

const problem = (name: string) => ({ name, parameters: {} });
beforeEach(() => setActivePinia(createPinia()));

describe('what the person is told', () => {
  it('is said once, however often it happens', () => {
    const notices = useNotices();
    notices.tell(problem('internal'));
    notices.tell(problem('internal'));
    expect(notices.notices).toHaveLength(1);
  });

  it('makes room for what is newer', () => {
    const notices = useNotices();
    for (let i = 0; i < 9; i++) notices.tell(problem(`p${i}`));
    expect(notices.notices.map(({ problem: { name } }) => name)).toEqual(['p5', 'p6', 'p7', 'p8']);
  });

  it('goes away when it is put away', () => {
    const notices = useNotices();
    notices.tell(problem('internal'));
    notices.dismiss(notices.notices[0]!.id);
    expect(notices.notices).toEqual([]);
  });
});

describe('what the person is asked', () => {
  it('is answered with yes or no', async () => {
    const notices = useNotices();
    const first = notices.ask(problem('new-future'));
    expect(notices.question?.name).toBe('new-future');
    notices.reply(true);
    expect(await first).toBe(true);
    expect(notices.question).toBeNull();
  });

  it('counts as no when another question comes before the answer', async () => {
    const notices = useNotices();
    const first = notices.ask(problem('unsaved'));
    const second = notices.ask(problem('new-future'));
    notices.reply(true);
    expect([await first, await second]).toEqual([false, true]);
  });
});
