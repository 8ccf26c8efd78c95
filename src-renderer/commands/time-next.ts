import { chosenFor, type Stepped } from '../stores/stepping.ts';
import { useSession } from '../stores/session.ts';
import { command, type Command } from './command.ts';

const THINGS: readonly { kind: Stepped; key: string; none: string }[] = [
  { kind: 'packet', key: 'J', none: 'timeCommands.why.noPacket' },
  { kind: 'connection', key: 'N', none: 'timeCommands.why.noConnection' },
  { kind: 'device', key: 'D', none: 'timeCommands.why.noDevice' },
];

/** To the next and to the previous event of the chosen packet, connection or device, whatever is looked at. */
export const timeNext: readonly Command[] = THINGS.flatMap(({ kind, key, none }) =>
  (['forward', 'back'] as const).map((direction) =>
    command({
      id: `time.${direction === 'forward' ? 'next' : 'previous'}-${kind}`,
      title: `timeCommands.${direction === 'forward' ? 'next' : 'previous'}.${kind}`,
      shortcut: direction === 'forward' ? key : `Shift+${key}`,
      enabled: () => (useSession().now === null ? 'timeCommands.why.nothingOpen' : chosenFor(kind) !== null || none),
      perform: async () => {
        const over = chosenFor(kind);
        if (over) await useSession().step(direction, over);
      },
    }),
  ),
);
