import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folders } from '#support/folder.ts';
import { tshark } from '#support/tshark.ts';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { EXIT } from '#cli/failure.ts';

const main = fileURLToPath(new URL('../../../src-main/cli/main.ts', import.meta.url));
const folder = folders();

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the real command line in a process of its own, in `cwd`. */
async function hopscope(cwd: string, ...words: string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, ...words], {
      cwd,
      maxBuffer: 1 << 26,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

/** A folder with the starter project in it, perhaps spoilt. */
async function withProject(spoil: (text: string) => string = (text) => text): Promise<string> {
  const inside = await folder();
  writeFileSync(join(inside, 'a.hop'), spoil(writeDocument(starterDocument())));
  return inside;
}

describe('hopscope run', () => {
  it('runs the starter project and tells what came of it', async () => {
    const { code, out, err } = await hopscope(await withProject(), 'run', 'a.hop');
    expect(err).toBe('');
    expect(code).toBe(EXIT.done);
    expect(out).toContain('2 packets transmitted, 2 received, 0% packet loss');
    expect(out).toContain('TCP exchange on pc1: ended with status 0');
  });

  it('writes a capture that tshark reads: every cable end by its name, no bad checksum, no malformed frame', async (context) => {
    const inside = await withProject();
    expect((await hopscope(inside, 'run', 'a.hop', '--pcap', 'a.pcapng')).code).toBe(EXIT.done);
    const file = join(inside, 'a.pcapng');
    const checks = ['ip', 'tcp', 'udp'].flatMap((name) => ['-o', `${name}.check_checksum:TRUE`]);
    const strict = [...checks, '-o', 'eth.check_fcs:TRUE'];
    const experts = tshark(context, '-r', file, ...strict, '-q', '-z', 'expert');
    expect(experts).not.toMatch(/Errors \(|Warns? \(|Malformed|[Bb]ad checksum/);
    const bad =
      '_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || icmp.checksum.status == 0 || eth.fcs.status == 0';
    expect(tshark(context, '-r', file, ...strict, '-Y', bad)).toBe('');
    const count = (filter: string): number =>
      tshark(context, '-r', file, ...strict, '-Y', filter).split('\n').length - 1;
    expect(count('ip.checksum.status == 1 && eth.fcs.status == 1')).toBeGreaterThan(60);
    expect(count('tcp.checksum.status == 1')).toBeGreaterThan(40);
    expect(count('frame.interface_name == "pc1.eth0" && icmp.type == 0')).toBe(2);
    expect(count('frame.interface_name == "server1.eth0" && tcp.flags.syn == 1')).toBe(2);
    const names = tshark(context, '-r', file, '-T', 'fields', '-e', 'frame.interface_name').trim().split('\n');
    expect([...new Set(names)].sort()).toEqual([
      'hub1.port1',
      'hub1.port2',
      'pc1.eth0',
      'pc2.eth0',
      'router1.eth0',
      'router1.eth1',
      'server1.eth0',
      'switch1.port1',
      'switch1.port2',
      'switch1.port3',
    ]);
  });

  it('writes everything that happened, as many lines as the summary counts facts', async () => {
    const inside = await withProject();
    const { out } = await hopscope(inside, 'run', 'a.hop', '--events', 'a.jsonl', '--json', '--for', '2s');
    const summary = JSON.parse(out);
    const lines = readFileSync(join(inside, 'a.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(summary.facts);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
    expect(summary).toMatchObject({ title: 'Two subnets', seed: 1, ending: 'time', time: 2e9 });
  });

  it('gives the same bytes for the same project and seed, and others for another seed', async () => {
    const inside = await withProject();
    await hopscope(inside, 'run', 'a.hop', '--pcap', '1');
    await hopscope(inside, 'run', 'a.hop', '--pcap', '2');
    await hopscope(inside, 'run', 'a.hop', '--pcap', '3', '--seed', '2');
    const [one, two, three] = ['1', '2', '3'].map((name) => readFileSync(join(inside, name)));
    expect(two!.equals(one!)).toBe(true);
    expect(three!.equals(one!)).toBe(false);
  });

  it('ends with 1 and says so when a program in the network failed', async () => {
    const inside = await withProject((text) =>
      text.replace('"destination": "192.168.2.10"', '"destination": "192.168.2.99"'),
    );
    const { code, out, err } = await hopscope(inside, 'run', 'a.hop');
    expect(code).toBe(EXIT.programFailed);
    expect(out).toContain('0 received');
    expect(err).toBe('hopscope: ping server on pc1 ended with status 1.\n');
  });

  it.each([
    [
      'an unknown device',
      (text: string) => text.replace('"device": "server1", "port"', '"device": "mars", "port"'),
      'names the device "mars"',
    ],
    ['a bad address', (text: string) => text.replace('192.168.1.12', '192.168.1.1234'), 'is no IPv4 address'],
    [
      'a newer version',
      (text: string) => text.replace('"version": 1', '"version": 2'),
      'saved by a newer Hopscope (file version 2; this one reads up to 1)',
    ],
    ['JSON that is no project', () => '{"nodes": []}', 'not a Hopscope project'],
    ['half a file', (text: string) => text.slice(0, 300), 'is not JSON: it stops making sense at line'],
    ['an empty file', () => '', 'line 1, column 1'],
  ])('refuses a project with %s in a sentence, and writes nothing', async (_name, spoil, sentence) => {
    const inside = await withProject(spoil);
    const { code, out, err } = await hopscope(inside, 'run', 'a.hop', '--pcap', 'a.pcapng');
    expect(code).toBe(EXIT.project);
    expect(out).toBe('');
    expect(err).toMatch(/^hopscope: a\.hop: /);
    expect(err).toContain(sentence);
    expect(err).not.toContain('    at ');
    expect(readdirSync(inside)).toEqual(['a.hop']);
  });

  it('never writes over the project', async () => {
    const inside = await withProject();
    const { code, err } = await hopscope(inside, 'run', 'a.hop', '--events', './a.hop');
    expect(code).toBe(EXIT.usage);
    expect(err).toContain('is the project itself');
    expect(readFileSync(join(inside, 'a.hop'), 'utf8')).toBe(writeDocument(starterDocument()));
  });

  it('refuses what is no file with the exit code of files', async () => {
    const inside = await folder();
    expect(await hopscope(inside, 'run', 'none.hop')).toMatchObject({ code: EXIT.file, out: '' });
    expect((await hopscope(inside, 'run', '.')).err).toContain('is a folder');
  });

  it('ends a loop of switches with a sentence', async () => {
    const loop = {
      type: 'cable',
      id: 'loop',
      a: { device: 'switch1', port: 'port7' },
      b: { device: 'switch1', port: 'port8' },
    };
    const cable = { ...loop, bandwidth: 1e12, delay: 0, mtu: 1500, queue: 100 };
    const inside = await withProject((text) => text.replace('"records": [', `"records": [${JSON.stringify(cable)},`));
    const { code, out, err } = await hopscope(inside, 'run', 'a.hop', '--json', '--facts', '100000');
    expect(code).toBe(EXIT.cutShort);
    expect(err).toContain('Look for a loop of switches');
    expect(JSON.parse(out)).toMatchObject({ ending: 'trace-full' });
  });
});

describe('hopscope', () => {
  it('writes a starter project that it can run, and never over a file', async () => {
    const inside = await folder();
    expect((await hopscope(inside, 'starter', 'new.hop')).code).toBe(EXIT.done);
    expect(readFileSync(join(inside, 'new.hop'), 'utf8')).toBe(writeDocument(starterDocument()));
    expect(await hopscope(inside, 'starter', 'new.hop')).toMatchObject({ code: EXIT.file });
  });

  it('helps, and knows its version', async () => {
    const inside = await folder();
    const help = await hopscope(inside, '--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const word of ['run', '--for', '--seed', '--pcap', '--events', '--facts', '--json', 'starter', 'Exit codes']) {
      expect(help.out).toContain(word);
    }
    expect((await hopscope(inside, '--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('asks what to do when it is told nothing', async () => {
    expect(await hopscope(await folder())).toMatchObject({ code: EXIT.usage, out: '' });
  });
});
