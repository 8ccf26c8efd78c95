import { useTouch } from '../stores/touch.ts';
import { command } from './command.ts';

/** Opens the list of the packets on their way, or closes it: how a keyboard comes to them. */
export const packetList = command({
  id: 'packet.list',
  title: 'touch.do.list',
  shortcut: 'P',
  enabled: () => useTouch().underWay || useTouch().listShown || 'touch.why.none-on-the-way',
  perform: () => {
    const touch = useTouch();
    if (touch.listShown) touch.listShown = false;
    else touch.showList();
  },
});
