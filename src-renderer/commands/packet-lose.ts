import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';
import { ANY, touchable } from './touchable.ts';

/** The chosen packet does not arrive. */
export const packetLose = command({
  id: 'packet.lose',
  title: 'touch.do.lose',
  shortcut: 'Shift+L',
  enabled: () => touchable(ANY),
  perform: async () => void (await useTouch().act({ do: 'lose' })),
});
