import { ref } from 'vue';
import { fileNameOf } from '../files/names.ts';
import { saveBytes } from '../files/saving.ts';
import { useDocument } from '../stores/document.ts';
import { useSelection } from '../stores/selection.ts';
import { useSession } from '../stores/session.ts';
import { useTrace } from '../stores/trace.ts';
import { useWork } from '../stores/work.ts';
import { command } from './command.ts';

/** What crossed the chosen cable so far, as pcapng. */
export const captureCable = command({
  id: 'figure.capture-cable',
  title: 'commands.figure.capture-cable',
  enabled: () => (chosenCable() === null ? 'commands.why.choose-one-cable' : seen()),
  perform: () => capture(chosenCable()),
});

/** What crossed every cable so far, as pcapng. */
export const captureAll = command({
  id: 'figure.capture-all',
  title: 'commands.figure.capture-all',
  enabled: () => seen(),
  perform: () => capture(null),
});

/** Only the frames that pass the filter of the event list, as pcapng. */
export const captureFiltered = command({
  id: 'figure.capture-filtered',
  title: 'commands.figure.capture-filtered',
  enabled: () => (useTrace().filter === '' ? 'commands.why.no-filter' : seen()),
  perform: () => capture(null, useTrace().filter),
});

function seen(): true | string {
  return (useSession().now?.facts ?? 0) > 0 || 'commands.why.nothing-happened';
}

function chosenCable(): string | null {
  const { things } = useSelection();
  return things.length === 1 && useDocument().cable(things[0]!) ? things[0]! : null;
}

/** Wall ms between two looks at how much of it is written. */
const LOOK_AGAIN = 200;

async function capture(cable: string | null, filter = ''): Promise<void> {
  const session = useSession();
  const wanted = { cable, ...(filter === '' ? {} : { filter }) };
  // Given up, it is still made, but nobody is asked where it should go.
  let giveUp = (): void => {};
  const left = new Promise<null>((resolve) => (giveUp = () => resolve(null)));
  const share = ref<number | null>(null);
  const look = setInterval(() => {
    void session.host?.call('notes.written', {}).then(
      (answer) => (share.value = answer.share),
      () => clearInterval(look),
    );
  }, LOOK_AGAIN);
  const made = Promise.race([session.ask('notes.capture', wanted), left]).finally(() => clearInterval(look));
  const work = { name: 'capture', done: () => share.value, cancel: () => giveUp() } as const;
  const answer = await useWork().during(work, made);
  if (!answer) return;
  const title = useDocument().title;
  await saveBytes(fileNameOf(cable ? `${title} ${cable}` : title, 'pcapng'), answer.bytes, 'application/octet-stream');
}
