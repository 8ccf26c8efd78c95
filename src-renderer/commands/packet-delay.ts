import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';
import { ANY, touchable } from './touchable.ts';

/** Asks by how much later the chosen packet is to arrive. */
export const packetDelay = command({
  id: 'packet.delay',
  title: 'touch.do.delay',
  enabled: () => touchable(ANY),
  perform: () => void (useTouch().asking = 'delay'),
});
