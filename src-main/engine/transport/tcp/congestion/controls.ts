import type { TcpSettings } from '../../settings.ts';
import type { CongestionControl } from './congestion.ts';
import { cubic } from './cubic.ts';
import { fixed } from './fixed.ts';
import { newreno } from './newreno.ts';
import { none } from './none.ts';

type Name = TcpSettings['congestionControl'];

const CONTROLS: { readonly [name in Name]: CongestionControl } = { newreno, cubic, none, fixed };

/** The algorithm a connection is set to: it may be replaced while the connection runs. */
export function controlOf({
  settings,
}: {
  readonly settings: { readonly congestionControl: Name };
}): CongestionControl {
  return CONTROLS[settings.congestionControl];
}
