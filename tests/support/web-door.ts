import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { createHost } from '#host/host.ts';
import { pageOf } from '#web/pages.ts';
import { openWebDoor } from '#web/server.ts';
import type { WebDoorParts } from '#web/server.ts';
import { testDoor, testWorker } from '#support/test-door.ts';

/** An answer, whole. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const page = (type: string, text: string) => pageOf(type, new TextEncoder().encode(text));
const INDEX = page('text/html; charset=utf-8', '<!doctype html><title>Hopscope</title>');

/** Counts pages and does nothing about it. */
export function turnstile() {
  return {
    there: 0,
    came() {
      this.there += 1;
    },
    left() {
      this.there -= 1;
    },
  };
}

/** A web door on a real port with a made-up window behind it, and a client that can send anything to it. */
export async function openTestDoor(parts: Partial<WebDoorParts> = {}) {
  const worker = testWorker();
  const host = createHost({ worker: worker.handle, door: testDoor() });
  const pages = new Map([
    ['/', INDEX],
    ['/index.html', INDEX],
    ['/assets/a%20b.js', page('text/javascript; charset=utf-8', 'export {};')],
    ['/assets/index-C6z2_n-g.js', page('text/javascript; charset=utf-8', 'export const built = true;')],
  ]);
  const lifetime = turnstile();
  const door = await openWebDoor({ host, pages, lifetime, ...parts });
  const origin = `http://127.0.0.1:${door.port}`;

  /** One request, its path exactly as written. */
  function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: door.port, path, method, headers, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** Enters with the address printed and gives the cookie. */
  async function enter(address: string = door.address): Promise<string> {
    const answer = await ask(address.slice(origin.length));
    return String(answer.headers['set-cookie']).split(';')[0] ?? '';
  }

  /** A WebSocket as a page would open it: `open`, or the status it was refused with. */
  async function socket(headers: Record<string, string>, path = '/channel'): Promise<WebSocket | number> {
    const opening = new WebSocket(`ws://127.0.0.1:${door.port}${path}`, { headers });
    opening.on('error', () => {});
    return Promise.race([
      once(opening, 'open').then(() => opening),
      once(opening, 'unexpected-response').then(([, response]) => (response as { statusCode: number }).statusCode),
    ]);
  }

  return { door, host, worker, lifetime, origin, ask, enter, socket };
}
