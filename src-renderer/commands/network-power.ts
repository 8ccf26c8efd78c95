import type { DeviceRecord } from '#document/records.ts';
import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { command } from './command.ts';

/** Switches the chosen devices off, or on when all of them are off. A device switched on again has forgotten everything but its settings. */
export const networkPower = command({
  id: 'network.power',
  get title() {
    return allOff() ? 'touch.do.power-on' : 'touch.do.power-off';
  },
  shortcut: 'Shift+P',
  enabled: () => chosen().length > 0 || 'touch.why.choose-device',
  perform: () => setPower(allOff()),
});

/** Switches the chosen devices on or off, as one step that can be undone. */
function setPower(on: boolean): void {
  useDocument().change(on ? 'power-on' : 'power-off', (draft) => {
    for (const device of chosen()) {
      const { powered: _before, ...rest } = device;
      draft.put(on ? rest : { ...rest, powered: false });
    }
  });
}

function allOff(): boolean {
  const devices = chosen();
  return devices.length > 0 && devices.every(({ powered }) => powered === false);
}

function chosen(): DeviceRecord[] {
  const drawing = useDocument();
  return useSelection().things.flatMap((id) => drawing.device(id) ?? []);
}
