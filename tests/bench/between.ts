/**
 * What stands between a real client and a real server in the benchmark of gateways: `between.ts proxy PORT` a proxy that
 * copies bytes, `between.ts ROUTERS PORT` the application with a drawing of two gateways. Tells its parent the port to
 * connect to, and how long its processor has worked whenever it is asked.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { writeDocument } from '#document/write.ts';
import { createGateways } from '#host/gateways.ts';
import { startWorker } from '#host/worker-handle.ts';
import { freePort, gatewayDrawing } from '#support/gateway-lab.ts';

const [what = 'proxy', server = '0'] = process.argv.slice(2);

async function proxy(to: number): Promise<number> {
  const listening = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return (listening.address() as AddressInfo).port;
}

async function drawing(routers: number, to: number): Promise<number> {
  const port = await freePort();
  const worker = startWorker(new URL('../../src-main/worker/thread.ts', import.meta.url));
  const { handlers } = createGateways({ worker, changed: () => undefined, log: console.error });
  const inward = [{ protocol: 'tcp', port, to: 5000 } as const];
  const text = writeDocument(gatewayDrawing({ inward, far: [{ port: 5000, to }], routers, cable: { delay: 0 } }));
  await worker.call('simulation.open', { text });
  for (const device of ['gateway', 'server']) await handlers['gateways.on']({ device });
  await worker.call('time.play', { pace: { kind: 'clock', ratio: 1 }, until: null });
  return port;
}

const port = what === 'proxy' ? await proxy(Number(server)) : await drawing(Number(what), Number(server));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send!({ processor: (user + system) / 1000 });
});
process.on('disconnect', () => process.exit(0));
process.send!({ port });
