/**
 * A process that opens a kernel lab, stops one of its programs and waits to be killed. Its first line of output is the
 * process ids of the programs.
 */
import type { LabOutcome } from '#contract/kernel-lab.ts';
import { forkChild } from '#sockets/kernel-lab/child.ts';
import { KernelLab } from '#sockets/kernel-lab/lab.ts';

const pids: (number | null)[] = [];
const nothing: LabOutcome = { error: null, value: null, text: null };
const lab = new KernelLab({
  start: (url) => {
    const child = forkChild(url);
    pids.push(child.pid);
    return child;
  },
  program: new URL('../../src-main/sockets/kernel-lab/program.ts', import.meta.url),
  platform: process.platform,
  twin: {
    open: async () => undefined,
    call: async () => nothing,
    look: async () => [],
    close: async () => undefined,
  },
});
await lab.open('backlog');
// listen, then `kill -STOP`.
await lab.next();
await lab.next();
console.log(pids.join(' '));
setInterval(() => undefined, 1000);
