/** What all panels share: the drawing, the running network, the choice, the notices. This room never draws and knows no panel. */
import { ref } from 'vue';
import { defineStore } from 'pinia';
import type { Result } from '#contract/calls.ts';

/** What the host said it can do at hello. A missing power is a disabled command or another way, never another app. */
export const useCapabilities = defineStore('capabilities', () => {
  const hello = ref<Result<'host.hello'> | null>(null);
  const has = (capability: string): boolean => hello.value?.capabilities.includes(capability) ?? false;
  return { hello, has };
});
