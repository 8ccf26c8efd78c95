import { inner } from './addresses.ts';
import type { DevToolsSession } from './devtools.ts';
import { handlerOf } from './protocol.ts';
import { isLetOut } from './session.ts';

interface Paused {
  requestId: string;
  frameId: string;
  resourceType: string;
  request: { url: string; method: string; headers: Record<string, string>; postData?: string };
}

export interface RequestParts {
  /** A document is asked for in a frame. False: it is not to be loaded. */
  mayNavigate(frameId: string, url: string): boolean;
}

/** Every request of a page goes through the application, and none of them to a network. */
export async function answerRequests(page: DevToolsSession, { mayNavigate }: RequestParts): Promise<void> {
  page.on('Fetch.requestPaused', (paused: Paused) => {
    // A page that closes takes its requests with it.
    void answer(page, paused, mayNavigate).catch(() => {});
  });
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

async function answer(page: DevToolsSession, paused: Paused, mayNavigate: RequestParts['mayNavigate']): Promise<void> {
  const { requestId, resourceType, request } = paused;
  const refuse = (errorReason: string) => page.send('Fetch.failRequest', { requestId, errorReason });
  const url = inner(request.url);
  if (resourceType === 'Document' && !mayNavigate(paused.frameId, url)) return void (await refuse('Aborted'));
  const details = { url, method: request.method, resourceType: resourceType.toLowerCase() };
  if (!(await isLetOut(details))) return void (await refuse('BlockedByClient'));
  const handler = handlerOf(url);
  if (handler === undefined) return void (await refuse('InternetDisconnected'));
  const { method, headers, postData } = request;
  const response = await handler(
    new Request(url, { method, headers, ...(postData === undefined ? {} : { body: postData }) }),
  );
  await page.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}
