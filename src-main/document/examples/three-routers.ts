import type { HopDocument } from '../records.ts';
import { Draft } from './draft.ts';

/** Three subnets behind three routers in a ring, with routes written by hand: every packet has two ways to go. */
export function threeRoutersDocument(): HopDocument {
  const draft = new Draft();
  const route = (destination: string, via: string) => ({ destination, prefix: 24, via });
  const [left, right, low] = [
    draft.device('router', { x: 300, y: 140 }, ['10.0.1.254', '10.1.2.1', '10.1.3.1'], {
      routes: [route('10.0.2.0', '10.1.2.2'), route('10.0.3.0', '10.1.3.3'), route('10.2.3.0', '10.1.2.2')],
    }),
    draft.device('router', { x: 620, y: 140 }, ['10.0.2.254', '10.1.2.2', '10.2.3.2'], {
      routes: [route('10.0.1.0', '10.1.2.1'), route('10.0.3.0', '10.2.3.3'), route('10.1.3.0', '10.1.2.1')],
    }),
    draft.device('router', { x: 460, y: 340 }, ['10.0.3.254', '10.1.3.3', '10.2.3.3'], {
      routes: [route('10.0.1.0', '10.1.3.1'), route('10.0.2.0', '10.2.3.2'), route('10.1.2.0', '10.1.3.1')],
    }),
  ];
  const pc1 = draft.device('host', { x: 110, y: 140 }, ['10.0.1.1'], { gateway: '10.0.1.254' });
  const pc2 = draft.device('host', { x: 810, y: 140 }, ['10.0.2.1'], { gateway: '10.0.2.254' });
  const pc3 = draft.device('host', { x: 720, y: 340 }, ['10.0.3.1'], { gateway: '10.0.3.254' });
  draft.join(left, pc1);
  draft.join(right, pc2);
  draft.join(low, pc3);
  draft.join(left, right);
  draft.join(left, low);
  draft.join(right, low);
  draft.command('ping', 'ping pc2', pc1, null, 'ping -c 2 10.0.2.1');
  draft.command('trace', 'traceroute to pc3', pc1, null, 'traceroute 10.0.3.1');
  return draft.document('Three routers');
}
