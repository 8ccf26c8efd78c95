import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';
import { MOVING, touchable } from './touchable.ts';

/** The chosen packet stays where it is until it is released. */
export const packetHold = command({
  id: 'packet.hold',
  title: 'touch.do.hold',
  shortcut: 'Shift+H',
  enabled: () => touchable(MOVING),
  perform: async () => void (await useTouch().act({ do: 'hold' })),
});

/** A packet that was held goes on. */
export const packetRelease = command({
  id: 'packet.release',
  title: 'touch.do.release',
  shortcut: 'Shift+G',
  enabled: () => touchable(['held']),
  perform: async () => void (await useTouch().act({ do: 'release' })),
});
