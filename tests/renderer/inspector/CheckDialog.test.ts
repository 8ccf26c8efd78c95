// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceRecord } from '#document/records.ts';
import CheckDialog from '#renderer/inspector/CheckDialog.vue';
import { networkCheck } from '#renderer/commands/network-check.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
  live.mount(CheckDialog);
});

const device = (id: string) => useDocument().device(id)!;
function change(id: string, more: Partial<DeviceRecord>): void {
  useDocument().change('address', (draft) => draft.put({ ...device(id), ...more }));
}
async function check(): Promise<HTMLElement> {
  networkCheck.perform();
  await flushPromises();
  return document.querySelector<HTMLElement>('[role=dialog]')!;
}
const buttons = (dialog: HTMLElement) => [...dialog.querySelectorAll<HTMLButtonElement>('li button')];

describe('checking the network', () => {
  it('says so when nothing stands in the way', async () => {
    expect((await check()).textContent).toContain('Nothing stands in the way');
  });

  it('tells what hinders, and mends it with one press that can be taken back', async () => {
    change('pc2', { gateway: null });
    const dialog = await check();
    expect(dialog.textContent).toContain('One thing stands in the way.');
    expect(buttons(dialog).map((button) => button.textContent?.trim())).toEqual([
      'pc2 has no gateway: it reaches only its own subnet, although the router 192.168.1.1 is on it.',
      'Make 192.168.1.1 the gateway of pc2',
    ]);
    buttons(dialog)[1]!.click();
    await flushPromises();
    expect(device('pc2').gateway).toBe('192.168.1.1');
    expect(dialog.textContent).toContain('Nothing stands in the way');
    useDocument().undo();
    expect(device('pc2').gateway).toBeNull();
  });

  it('leads to the device a finding is about', async () => {
    change('pc2', { gateway: null });
    buttons(await check())[0]!.click();
    expect(live.selection.things).toEqual(['pc2']);
  });

  it('says what to look at where one press cannot help', async () => {
    const { ports } = device('router1');
    change('router1', { ports: ports.map((port, index) => ({ ...port, address: `10.0.0.${index + 1}`, prefix: 8 })) });
    expect((await check()).textContent).toContain('Give one of the two ports an address of another subnet');
  });
});
