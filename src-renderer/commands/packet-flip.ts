import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';
import { ANY, touchable } from './touchable.ts';

/** Asks which bit of the chosen packet is to arrive flipped. */
export const packetFlip = command({
  id: 'packet.flip',
  title: 'touch.do.flip',
  enabled: () => touchable(ANY),
  perform: () => void (useTouch().asking = 'flip'),
});
