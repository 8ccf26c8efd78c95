import { writeDocument } from '#document/write.ts';
import { Draft } from '#document/examples/draft.ts';

/** A project of two switches joined twice: what its program asks goes round for ever, and no moment far away is ever come to. */
export function storm(): { name: string; buffer: Buffer } {
  const draft = new Draft();
  const pc1 = draft.device('host', { x: 0, y: 0 }, ['10.0.0.1']);
  const one = draft.device('switch', { x: 150, y: 0 });
  const two = draft.device('switch', { x: 300, y: 0 });
  draft.join(pc1, one, two, one);
  draft.command('ask', 'ask for nobody', pc1, null, 'ping -c 1 10.0.0.9');
  return { name: 'storm.hop', buffer: Buffer.from(writeDocument(draft.document('Storm'))) };
}
