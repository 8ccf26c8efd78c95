import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/**
 * Somebody at the other end of a frame tunnel, as far away from the simulator as can be: it knows Ethernet, ARP, IPv4 and
 * ICMP echo by their bytes alone, and sends its frames without padding, as virtual machines do.
 */
export class FramePeer {
  /** Every frame that came. */
  readonly frames: Buffer[] = [];
  readonly port: number;
  readonly #socket: Socket;
  readonly #address: string;
  /** Where its frames go: the port of the tunnel. */
  readonly #to: number;
  readonly #mac: Buffer;
  readonly #ip: Buffer;
  #arrived: (() => void)[] = [];

  private constructor(socket: Socket, address: string, to: number, mac: string, ip: string) {
    this.#socket = socket;
    this.port = socket.address().port;
    this.#address = address;
    this.#to = to;
    this.#mac = Buffer.from(mac.replaceAll(':', ''), 'hex');
    this.#ip = Buffer.from(ip.split('.').map(Number));
    socket.on('message', (frame) => this.#take(frame));
  }

  static async at(
    { port = 0, to, address = '127.0.0.1' }: { port?: number; to: number; address?: string },
    { mac = '52:54:00:12:34:56', ip = '10.0.0.99' } = {},
  ): Promise<FramePeer> {
    const socket = createSocket({ type: address === '::1' ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
    socket.bind({ port, address, exclusive: true });
    await once(socket, 'listening');
    return new FramePeer(socket, address, to, mac, ip);
  }

  send(frame: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(frame, this.#to, this.#address, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  /** Asks by ARP who has an address, and then pings it; resolves with the bytes that came back. */
  async ping(ip: string, payload: string): Promise<string> {
    const target = Buffer.from(ip.split('.').map(Number));
    const everybody = Buffer.alloc(6, 0xff);
    const reply = await this.#asked(
      this.#arp(1, everybody, Buffer.alloc(6), target),
      (one) => one.readUInt16BE(12) === 0x0806 && one.readUInt16BE(20) === 2,
    );
    const echo = Buffer.alloc(8 + payload.length);
    echo[0] = 8;
    echo.writeUInt16BE(77, 4);
    echo.writeUInt16BE(1, 6);
    echo.write(payload, 8);
    const answer = await this.#asked(
      this.#icmp(echo, reply.subarray(22, 28), target),
      (one) => one.readUInt16BE(12) === 0x0800 && one[23] === 1 && one[34] === 0,
    );
    return answer.subarray(42, 42 + payload.length).toString();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #take(frame: Buffer): void {
    this.frames.push(frame);
    if (frame.length >= 42) {
      const type = frame.readUInt16BE(12);
      const forUs = frame.subarray(38, 42).equals(this.#ip);
      if (type === 0x0806 && frame.readUInt16BE(20) === 1 && forUs) {
        void this.send(this.#arp(2, frame.subarray(22, 28), frame.subarray(22, 28), frame.subarray(28, 32)));
      } else if (type === 0x0800 && frame[23] === 1 && frame[34] === 8 && frame.subarray(30, 34).equals(this.#ip)) {
        const echo = Buffer.from(frame.subarray(34, 14 + frame.readUInt16BE(16)));
        echo[0] = 0;
        void this.send(this.#icmp(echo, frame.subarray(6, 12), frame.subarray(26, 30)));
      }
    }
    for (const look of this.#arrived) look();
  }

  /** Sends a question, and again every second as hosts do, until a frame comes that answers it. */
  async #asked(question: Buffer, fits: (frame: Buffer) => boolean): Promise<Buffer> {
    let seen = this.frames.length;
    const again = setInterval(() => void this.send(question), 1000);
    try {
      await this.send(question);
      for (;;) {
        for (; seen < this.frames.length; seen++) if (fits(this.frames[seen]!)) return this.frames[seen]!;
        await new Promise<void>((resolve) => (this.#arrived = [resolve]));
      }
    } finally {
      clearInterval(again);
    }
  }

  #arp(operation: 1 | 2, to: Buffer, targetMac: Buffer, targetIp: Buffer): Buffer {
    const head = Buffer.from('0806' + '0001' + '0800' + '06' + '04' + `000${operation}`, 'hex');
    return Buffer.concat([to, this.#mac, head, this.#mac, this.#ip, targetMac, targetIp]);
  }

  #icmp(message: Buffer, to: Buffer, target: Buffer): Buffer {
    message.writeUInt16BE(0, 2);
    message.writeUInt16BE(checksum(message), 2);
    const ip = Buffer.from('45000000' + '12340000' + '4001' + '0000', 'hex');
    ip.writeUInt16BE(20 + message.length, 2);
    const header = Buffer.concat([ip, this.#ip, target]);
    header.writeUInt16BE(checksum(header), 10);
    return Buffer.concat([to, this.#mac, Buffer.from('0800', 'hex'), header, message]);
  }
}

/** The Internet checksum (RFC 1071 §1). */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** A UDP port of a loopback address that nobody uses at this moment. */
export async function freeUdpPort(address = '127.0.0.1'): Promise<number> {
  const socket = createSocket(address === '::1' ? 'udp6' : 'udp4').bind({ port: 0, address });
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
