import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';
import { ANY, touchable } from './touchable.ts';

/** Asks which field of the chosen packet is to be another. */
export const packetEdit = command({
  id: 'packet.edit',
  title: 'touch.do.edit',
  enabled: () => touchable(ANY),
  perform: () => void (useTouch().asking = 'edit'),
});
