// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { afterEach, expect, it, vi } from 'vitest';
import type { ConversationRow } from '#contract/shapes.ts';
import ConversationList from '#renderer/conversations/ConversationList.vue';
import { i18n } from '#renderer/locales/index.ts';

afterEach(() => vi.restoreAllMocks());

const row = (number: number): ConversationRow =>
  ({
    id: `c${number}`,
    protocol: 'udp',
    client: `10.0.0.1:${number}`,
    server: '10.0.0.2:53',
    clientDevice: null,
    serverDevice: null,
    segments: 2,
  }) as ConversationRow;

it('shows the chosen one when the list is opened, however far down it stands', () => {
  const brought: (string | undefined)[] = [];
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    brought.push(this.textContent);
  });
  const conversations = Array.from({ length: 40 }, (_, k) => row(1000 + k));
  const list = mount(ConversationList, {
    props: { conversations, chosen: 'c1037' },
    global: { plugins: [createPinia(), i18n] },
    attachTo: document.body,
  });
  expect(brought).toEqual([expect.stringContaining('10.0.0.1:1037')]);
  list.unmount();
});
