import { EventEmitter } from 'node:events';

type Values = Record<string, unknown>;
interface Message {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: Values;
  result?: Values;
  error?: { message: string };
}

/** One target of the browser (or the browser itself), over the DevTools protocol. Emits the protocol's events by name. */
export class DevToolsSession extends EventEmitter {
  readonly #connection: DevToolsConnection;
  readonly #id: string | undefined;

  constructor(connection: DevToolsConnection, id?: string) {
    super();
    this.#connection = connection;
    this.#id = id;
  }

  /** One command; rejects with the browser's words. */
  send<R = Values>(method: string, params: Values = {}): Promise<R> {
    return this.#connection.send(method, params, this.#id) as Promise<R>;
  }
}

/** The connection to a browser. */
export class DevToolsConnection {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(result: Values): void; reject(error: Error): void }>();
  readonly #sessions = new Map<string | undefined, DevToolsSession>();
  #last = 0;
  /** The browser itself. */
  readonly browser: DevToolsSession;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.browser = this.#session(undefined);
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as Message));
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The browser is gone.'));
      this.#waiting.clear();
      this.browser.emit('disconnected');
    });
  }

  static open(address: string): Promise<DevToolsConnection> {
    const socket = new WebSocket(address);
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(new DevToolsConnection(socket)));
      socket.addEventListener('error', () => reject(new Error(`no browser at ${address}`)));
    });
  }

  /** Joins a target. */
  async attach(targetId: string): Promise<DevToolsSession> {
    const { sessionId } = await this.browser.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    return this.#session(sessionId);
  }

  #session(id: string | undefined): DevToolsSession {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new DevToolsSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  send(method: string, params: Values, sessionId: string | undefined): Promise<Values> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) return reject(new Error('The browser is gone.'));
      this.#waiting.set(id, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  #hear({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) {
      this.#session(sessionId).emit(method ?? '', params ?? {});
      return;
    }
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiter?.resolve(result ?? {});
    else waiter?.reject(new Error(error.message));
  }

  close(): void {
    this.#socket.close();
  }
}
