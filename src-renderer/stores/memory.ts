import { shallowRef, watch } from 'vue';
import { defineStore } from 'pinia';
import type { MemoryUse } from '#contract/shapes.ts';
import { latest } from './latest.ts';
import { usePreferences } from './preferences.ts';
import { useSession } from './session.ts';

/** Wall ms between two looks at the memory: it is read, not watched. */
const REST = 1000;

/** What the runs of the project take in memory, and how much of it going back in time may take. */
export const useMemory = defineStore('memory', () => {
  const session = useSession();
  const preferences = usePreferences();
  /** Null until somebody has looked. */
  const use = shallowRef<MemoryUse | null>(null);
  /** How many are looking; nothing is asked for nobody. */
  let lookers = 0;

  const refresh = latest(async () => {
    if (lookers === 0 || !session.now) return;
    const answer = await session.host?.call('simulation.memory', {}).catch(() => null);
    if (answer) use.value = answer;
    await new Promise((rested) => setTimeout(rested, REST));
  });

  /** Keeps `use` up to date until the returned function is called. */
  function look(): () => void {
    lookers++;
    refresh();
    return () => void lookers--;
  }

  /** Sets the bytes that going back may take, now and from now on. False: refused, and told. */
  async function setBudget(bytes: number): Promise<boolean> {
    const answer = await session.ask('simulation.budget', { bytes });
    if (!answer) return false;
    use.value = answer;
    preferences.budget = bytes;
    return true;
  }

  watch(() => session.now && [session.history, session.now.facts].join(), refresh);

  return { use, look, setBudget };
});
