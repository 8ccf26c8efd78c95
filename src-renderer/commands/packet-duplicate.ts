import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';
import { ANY, touchable } from './touchable.ts';

/** The chosen packet arrives twice, the copy right behind it. */
export const packetDuplicate = command({
  id: 'packet.duplicate',
  title: 'touch.do.duplicate',
  enabled: () => touchable(ANY),
  perform: async () => void (await useTouch().act({ do: 'duplicate' })),
});
