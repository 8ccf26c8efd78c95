import { useRules } from '../stores/rules.ts';
import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';

/** Makes a rule of the cable for packets like the chosen one, with its filter filled in. */
export const packetRule = command({
  id: 'packet.rule',
  title: 'touch.do.rule-like',
  enabled: () => useTouch().target !== null || 'touch.why.choose-packet',
  perform: async () => {
    const { target } = useTouch();
    if (target) await useRules().addLike(target);
  },
});
