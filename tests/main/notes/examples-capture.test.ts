import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXAMPLES, type Example } from '#document/examples/index.ts';
import { topologyOf } from '#document/topology.ts';
import { Timeline } from '#engine/sim/timeline.ts';
import { captureOf } from '#notes/capture.ts';
import { folders } from '#support/folder.ts';
import { tshark } from '#support/tshark.ts';

const folder = folders();
/**
 * Every checksum is computed anew. A segment is met once on each cable of its way, which looks like as many repetitions to
 * a reader who puts streams together: each is read by itself.
 */
const STRICT = ['ip.check_checksum', 'udp.check_checksum', 'tcp.check_checksum', 'eth.check_fcs']
  .map((name) => `${name}:TRUE`)
  .concat('tcp.desegment_tcp_streams:FALSE')
  .flatMap((preference) => ['-o', preference]);
const CHECKS = ['ip', 'udp', 'tcp', 'icmp'].map((layer) => `${layer}.checksum.status`);
const FIELDS = ['eth.fcs.status', '_ws.malformed', ...CHECKS].flatMap((field) => ['-e', field]);

/** A capture of what leaves by every port of an example with all its programs, for as long as five thousand events last. */
function captured({ id, make }: Example): { id: string; frames: number; capture: Uint8Array } {
  const document = make();
  const topology = topologyOf(document);
  const timeline = new Timeline(topology, document.seed);
  for (const program of topology.programs) timeline.act({ kind: 'start', program: program.id });
  timeline.advance(20e9, 5_000);
  const { trace, cursor } = timeline;
  let frames = 0;
  const leaves = (seq: number): boolean => {
    const does = trace.kind(seq) === 'frame.sent';
    if (does) frames++;
    return does;
  };
  const capture = captureOf(trace, { cables: topology.cables, deviceName: (name) => name }, null, cursor, leaves);
  return { id, frames, capture };
}

it('tshark finds no wrong checksum and no malformed frame in what leaves by any port of any example', async (context) => {
  const all = EXAMPLES.map(captured);
  const file = join(await folder(), 'examples.pcapng');
  // Sections of a file may follow each other, and one reader is quicker than nine (pcapng §4.1).
  await writeFile(file, Buffer.concat(all.map(({ capture }) => capture)));
  const rows = tshark(context, '-r', file, ...STRICT, '-T', 'fields', ...FIELDS)
    .split('\n')
    .slice(0, -1);
  const ids = all.flatMap(({ id, frames }) => Array<string>(frames).fill(id));
  expect(rows).toHaveLength(ids.length);
  for (const { id, frames } of all) expect(frames, id).toBeGreaterThan(5);
  // 1: computed, and right; 0: wrong; nothing: there is no such checksum.
  const wrong = rows.flatMap((row, at) => {
    const [fcs, malformed, ...checks] = row.split('\t');
    const good = fcs === '1' && malformed === '' && !checks.some((status) => status.includes('0'));
    return good ? [] : [`${ids[at]}: ${row}`];
  });
  expect(wrong).toEqual([]);
});
