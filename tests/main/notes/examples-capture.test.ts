import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '#document/examples/index.ts';
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

describe.each(EXAMPLES.map(({ id, make }) => ({ id, make })))(
  'what leaves by every port of the example $id',
  ({ make }) => {
    it('has no wrong checksum and is no malformed frame for tshark', async (context) => {
      const document = make();
      const topology = topologyOf(document);
      const { trace, cursor } = played(topology, document.seed);
      const file = join(await folder(), 'example.pcapng');
      const names = { cables: topology.cables, deviceName: (id: string) => id };
      const leaves = (seq: number): boolean => trace.kind(seq) === 'frame.sent';
      await writeFile(file, captureOf(trace, names, null, cursor, leaves));
      const rows = tshark(context, '-r', file, ...STRICT, '-T', 'fields', ...FIELDS)
        .split('\n')
        .slice(0, -1);
      expect(rows.length).toBeGreaterThan(5);
      // 1: computed, and right; 0: wrong; nothing: there is no such checksum.
      const wrong = rows.filter((row) => {
        const [fcs, malformed, ...checks] = row.split('\t');
        return fcs !== '1' || malformed !== '' || checks.some((status) => status.includes('0'));
      });
      expect(wrong).toEqual([]);
    });
  },
);

/** A project with all its programs, for as long as ten thousand events last. */
function played(topology: ReturnType<typeof topologyOf>, seed: number): Pick<Timeline, 'trace' | 'cursor'> {
  const timeline = new Timeline(topology, seed);
  for (const { id } of topology.programs) timeline.act({ kind: 'start', program: id });
  timeline.advance(20e9, 10_000);
  return { trace: timeline.trace, cursor: timeline.cursor };
}
