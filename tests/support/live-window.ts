import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import type { Component } from 'vue';
import type { CallName, Host } from '#contract/calls.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { i18n } from '#renderer/locales/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useTrace } from '#renderer/stores/trace.ts';
import { createSession } from '#worker/session.ts';
import { VirtualWall } from './virtual-wall.ts';

/** The stores of a window over a real simulation of the starter project, in one thread and on a wall clock of the test's. */
export interface LiveWindow {
  wall: VirtualWall;
  session: ReturnType<typeof useSession>;
  selection: ReturnType<typeof useSelection>;
  trace: ReturnType<typeof useTrace>;
  /** Calls that went to the host, by name. */
  calls: CallName[];
  /** Starts a program and lets it run to its end. */
  run(program: string): Promise<void>;
  /** Lets everything asked for arrive and be drawn. */
  settle(): Promise<void>;
  mount(component: Component, props?: Record<string, unknown>): VueWrapper;
}

export async function liveWindow(): Promise<LiveWindow> {
  setActivePinia(createPinia());
  i18n.global.locale.value = 'en';
  const wall = new VirtualWall();
  const calls: CallName[] = [];
  const heard: ((now: never) => void)[] = [];
  const answers = createSession({
    announce: (now) => heard.forEach((hear) => hear(structuredClone(now) as never)),
    clock: wall.clock,
    later: wall.later,
  });
  const host: Host = {
    call: async (name, parameters) => {
      calls.push(name);
      const answer = answers[name as keyof typeof answers] as ((given: unknown) => unknown) | undefined;
      if (!answer) throw { name: 'not-here', parameters: { call: name } };
      return structuredClone(await answer(parameters)) as never;
    },
    on: (name, hear) => {
      if (name === 'now') heard.push(hear as never);
      return () => {};
    },
  };
  const session = useSession();
  session.start(host);
  await useDocument().open(writeDocument(starterDocument()));
  session.pace = { kind: 'clock', ratio: 1e6 };

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn++) {
      await wall.pass(16);
      await flushPromises();
    }
  };
  return {
    wall,
    session,
    selection: useSelection(),
    trace: useTrace(),
    calls,
    settle,
    async run(program) {
      await session.startProgram(program);
      await wall.until(() => session.now?.playing !== true);
      await settle();
    },
    mount: (component, props = {}) =>
      mount(component, { props: props as never, global: { plugins: [i18n] }, attachTo: document.body }),
  };
}

/** Gives elements a size, which a document without layout lacks: what is virtual shows the rows of such a height. */
export function withLayout(height: number): void {
  const sizes = { clientHeight: height, clientWidth: 800, scrollHeight: 1e6 };
  for (const [name, size] of Object.entries(sizes)) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
  }
  HTMLElement.prototype.scrollTo = function (this: HTMLElement, to?: ScrollToOptions | number) {
    this.scrollTop = typeof to === 'object' ? (to.top ?? 0) : 0;
    this.dispatchEvent(new Event('scroll'));
  };
}
