import type { Door } from '#host/door.ts';
import type { WorkerHandle } from '#host/worker-handle.ts';

/** A door without anything behind it; what is given replaces what it has. */
export function testDoor(parts: Partial<Door> = {}): Door {
  return {
    name: 'web',
    product: 'Hopscope',
    version: '1.2.3',
    platform: 'test',
    dataFolder: null,
    log: () => {},
    ...parts,
  };
}

/** A simulation thread that answers every call with the call's name and parameters, and can be told to announce or to die. */
export function testWorker() {
  const asked: [string, unknown][] = [];
  const heard = new Map<string, ((announcement: never) => void)[]>();
  let lost = (_problem: { name: string; parameters: Record<string, string | number> }): void => {};
  let closed = false;
  const handle: WorkerHandle = {
    call: (name, parameters) => {
      asked.push([name, parameters]);
      return Promise.resolve({ asked: name } as never);
    },
    on: (name, listener) => {
      heard.set(name, [...(heard.get(name) ?? []), listener as (announcement: never) => void]);
      return () => heard.delete(name);
    },
    onLost: (listener) => (lost = listener as typeof lost),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
  return {
    handle,
    asked,
    announce: (name: string, payload: unknown) => heard.get(name)?.forEach((listener) => listener(payload as never)),
    die: (message: string) => lost({ name: 'worker.lost', parameters: { message } }),
    get closed() {
      return closed;
    },
  };
}
