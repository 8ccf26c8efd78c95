/**
 * The command line: the same engine without a window, for scripts, courses and tests.
 * This room reads arguments, prints sentences and sets the exit code; it never decides what a network does.
 */
import { readFileSync } from 'node:fs';
import { readDocument } from '#document/read.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { captureOfInChunks } from '#notes/capture.ts';
import { eventLines } from '#notes/events.ts';
import { HELP, parseArguments, type RunCommand } from './arguments.ts';
import { EXIT, Failure } from './failure.ts';
import { checkOutput, readProject, writePieces } from './files.ts';
import { runDocument, type Summary } from './run.ts';
import { sentenceOf, shown } from './sentences.ts';
import { summaryText } from './summary.ts';

function main(words: readonly string[]): number {
  const command = parseArguments(words);
  switch (command.command) {
    case 'help':
      process.stdout.write(HELP);
      return EXIT.done;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return EXIT.done;
    case 'starter':
      checkOutput('starter', command.file, []);
      writePieces(command.file, [writeDocument(starterDocument())], true);
      process.stdout.write(`The starter project is in ${command.file}.\n`);
      return EXIT.done;
    case 'run':
      return run(command);
  }
}

function run({ file, duration, seed, pcap, events, json, facts }: RunCommand): number {
  const reading = readDocument(readProject(file));
  if ('problems' in reading) {
    throw new Failure(EXIT.project, reading.problems.map((one) => `${file}: ${sentenceOf(one)}`).join('\n'));
  }
  const input = { path: file, is: 'the project itself' };
  if (pcap !== null) checkOutput('--pcap', pcap, [input]);
  if (events !== null) {
    checkOutput('--events', events, pcap === null ? [input] : [input, { path: pcap, is: 'the capture' }]);
  }

  const document = seed === null ? reading.document : { ...reading.document, seed };
  const { timeline, summary } = runDocument(document, duration, facts);
  if (pcap !== null) {
    const devices = new Map(document.records.flatMap((one) => (one.type === 'device' ? [[one.id, one.name]] : [])));
    const cables = document.records.filter((one) => one.type === 'cable');
    const names = { cables, deviceName: (id: string) => devices.get(id) ?? id };
    writePieces(pcap, captureOfInChunks(timeline.trace, names, null, timeline.cursor));
  }
  if (events !== null) writePieces(events, eventLines(timeline.trace, timeline.cursor));
  process.stdout.write(json ? `${JSON.stringify(summary, null, 2)}\n` : summaryText(summary, duration === null));
  return complaint(summary);
}

/** Says on the error stream what a script would otherwise not notice, and returns the exit code. */
function complaint({ ending, facts, programs }: Summary): number {
  if (ending === 'trace-full' || ending === 'too-many-events') {
    process.stderr.write(
      `hopscope: the network was stopped before its time: too much happened in it (${facts} facts). Look for a loop of switches, choose a shorter time with --for, or allow more with --facts.\n`,
    );
    return EXIT.cutShort;
  }
  const failed = programs.filter(({ status }) => status !== null && status !== 0);
  for (const { name, device, status } of failed) {
    process.stderr.write(`hopscope: ${shown(name)} on ${shown(device)} ended with status ${status}.\n`);
  }
  return failed.length > 0 ? EXIT.programFailed : EXIT.done;
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

// A reader that has had enough (`| head`) is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.file);
});

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Failure) {
    process.stderr.write(`hopscope: ${error.message.replaceAll('\n', '\nhopscope: ')}\n`);
    process.exitCode = error.exitCode;
  } else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `hopscope: this is a mistake in Hopscope, not yours. Please report it with these lines.\n${trace}\n`,
    );
    process.exitCode = EXIT.internal;
  }
}
