import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { freeUdpPort } from '#support/frame-peer.ts';
import { until } from '#support/waiting.ts';
import { tunnelDrawing, tunnelLab, type TunnelLab } from '#support/tunnel-lab.ts';

/** Of this process alone: several may be tested on one machine at once. */
const DEVICE = `hop${process.pid}`;
const SUBNET = `10.${200 + (process.pid % 50)}.${(process.pid >> 3) & 0xff}`;
const [DRAWN, REAL] = [`${SUBNET}.1`, `${SUBNET}.254`];

/** What `socat` does for a person: frames of a TAP device in datagrams, and back. */
const RELAY = `
import fcntl, os, select, socket, struct, sys
name, here, there = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
tap = os.open('/dev/net/tun', os.O_RDWR)
fcntl.ioctl(tap, 0x400454ca, struct.pack('16sH22s', name.encode(), 0x1002, b''))
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(('127.0.0.1', here))
udp.connect(('127.0.0.1', there))
while True:
    for ready in select.select([tap, udp], [], [])[0]:
        try:
            if ready is udp: os.write(tap, udp.recv(65535))
            else: udp.send(os.read(tap, 65535))
        except OSError: pass
`;

/** Only who administers a machine may make a TAP device, and not every machine has the programs. */
function isPossible(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/dev/net/tun')) return false;
  try {
    execFileSync('ip', ['-V'], { stdio: 'ignore' });
    execFileSync('python3', ['-c', 'import fcntl'], { stdio: 'ignore' });
    execFileSync('ip', ['tuntap', 'add', 'dev', DEVICE, 'mode', 'tap'], { stdio: 'ignore' });
    execFileSync('ip', ['tuntap', 'del', 'dev', DEVICE, 'mode', 'tap'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let lab: TunnelLab | null = null;
let relay: ChildProcess | null = null;
let server: Server | null = null;
afterEach(async () => {
  server?.close();
  server?.closeAllConnections();
  server = null;
  relay?.kill('SIGKILL');
  relay = null;
  await lab?.close();
  lab = null;
  execFileSync('ip', ['tuntap', 'del', 'dev', DEVICE, 'mode', 'tap'], { stdio: 'ignore' });
});

/** The body of a page, fetched by this process through the kernel's own TCP. */
function fetched(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { timeout: 20_000 }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => resolve(Buffer.concat(pieces)));
    }).on('error', reject);
  });
}

const possible = isPossible();
if (!possible) {
  console.warn(
    '\n*** LEFT OUT: no TAP device can be made here, so no kernel was plugged into a tunnel (root, ip, /dev/net/tun)\n',
  );
}

describe.runIf(possible)('the kernel of this machine, on a drawn switch', () => {
  it('fetches a page of a drawn host by its own TCP, byte for byte; answers its ping, and a request of its curl', async () => {
    const [port, peer] = [await freeUdpPort(), await freeUdpPort()];
    const text = Array.from({ length: 4000 }, (_, at) => `line ${at} of a page\n`).join('');
    const drawing = tunnelDrawing({
      tunnel: { address: '127.0.0.1', port, peer },
      address: DRAWN,
      lines: [
        { line: 'http-server', start: 0 },
        { line: `ping -c 2 -i 0.5 ${REAL}`, start: 2e9 },
        { line: `curl -s http://${REAL}:8000/`, start: 3.5e9 },
      ],
    });
    const host = drawing.records.find(({ id }) => id === 'pc1')!;
    Object.assign(host, { files: [{ path: '/index.html', text }] });
    lab = await tunnelLab(drawing);
    await lab.on();
    execFileSync('ip', ['tuntap', 'add', 'dev', DEVICE, 'mode', 'tap']);
    execFileSync('ip', ['address', 'add', `${REAL}/24`, 'dev', DEVICE]);
    execFileSync('ip', ['link', 'set', DEVICE, 'up']);
    server = createServer((_, response) => response.end('a real server\n')).listen(8000, REAL);
    relay = spawn('python3', ['-c', RELAY, DEVICE, String(peer), String(port)], { stdio: 'inherit' });

    const page = await fetched(`http://${DRAWN}/index.html`);
    expect(createHash('sha256').update(page).digest('hex')).toBe(createHash('sha256').update(text).digest('hex'));
    const neighbours = execFileSync('ip', ['neigh', 'show', 'dev', DEVICE], { encoding: 'utf8' });
    expect(neighbours).toContain(`${DRAWN} lladdr 02:00:00:00:00:01`);

    const printed = async (): Promise<string> => {
      const { rows } = await lab!.session['trace.rows']({ from: 1, count: 2000, kinds: ['program.printed'] });
      return rows.map(({ detail }) => detail.line).join('\n');
    };
    await until(async () => (await printed()).includes('a real server'));
    expect(await printed()).toContain('2 received');
    // The simulated end saw a connection of Linux, with its options.
    const { rows } = await lab.session['trace.rows']({ from: 1, count: 100, kinds: ['tcp.agreed'] });
    expect(rows[0]!.detail.mss).toBe(1448);
    expect(lab.view()).toMatchObject({ peer: 'heard', refused: { stranger: 0, short: 0, full: 0, unsent: 0 } });
  });
});
