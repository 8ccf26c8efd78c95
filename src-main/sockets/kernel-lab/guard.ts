import { spawn } from 'node:child_process';

/**
 * Watches over a process that is stopped and so cannot notice that we are gone: should this process end in any way, even by
 * `kill -9`, the stopped one is killed. Returns the way to call it off. POSIX only, as stopping is.
 *
 * A shell waits at the reading end of a pipe whose writing end is here: a line calls it off, the end of the pipe is our own.
 * Signals of a terminal go to whole groups of processes; those it ignores, for it must outlive us.
 */
export function guard(pid: number): () => void {
  const script = 'trap "" HUP INT TERM; read -r line || kill -KILL "$1"';
  const shell = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a shell nothing watches: then a stopped program may be left over, and only if we are killed.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  return () => void shell.stdin.end('\n');
}
