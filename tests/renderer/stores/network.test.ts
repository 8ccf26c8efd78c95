// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { CABLE_COLUMNS, DEVICE_COLUMNS, type NetworkState } from '#contract/network.ts';
import { useNetwork } from '#renderer/stores/network.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useShown } from '#renderer/stores/shown.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

type Rows = Record<string, Partial<Record<string, number>>>;

function columns<Name extends string>(names: readonly Name[], rows: Rows) {
  const ids = Object.keys(rows);
  const each = names.map((name) => [name, Float64Array.from(ids, (id) => rows[id]![name] ?? 0)]);
  return { ids, ...(Object.fromEntries(each) as Record<Name, Float64Array<ArrayBuffer>>) };
}

function answer(version: number, whole: boolean, cables: Rows, devices: Rows = {}): NetworkState {
  return {
    version,
    whole,
    stretch: 1e8,
    cables: columns(CABLE_COLUMNS, cables),
    devices: columns(DEVICE_COLUMNS, devices),
    drops: new Uint32Array(),
    floods: { device: [], seq: new Uint32Array(), time: new Float64Array() },
  };
}

function asking(...answers: NetworkState[]) {
  const host = new ScriptedHost({ 'network.state': () => answers.shift()! });
  useSession().start(host);
  const network = useNetwork();
  let cursor = 0;
  const move = async () => {
    host.announce('now', nowOf({ cursor: ++cursor, facts: 10 }));
    await settle();
  };
  return { host, network, move };
}

describe('how the network stands, as a window knows it', () => {
  it('is asked for when the cursor moves, with the version known', async () => {
    const { host, network, move } = asking(
      answer(4, true, { c1: { busyThere: 0.5 } }, { pc1: { arpPending: 1 } }),
      answer(5, false, { c2: { waitingBack: 3, roomBack: 8 } }),
    );
    await move();
    expect(network.cables.get('c1')).toMatchObject({ busyThere: 0.5, busyBack: 0 });
    await move();
    expect(host.asked('network.state').map(({ known }) => known)).toEqual([null, 4]);
    expect([...network.cables.keys()]).toEqual(['c1', 'c2']);
    expect(network.devices.get('pc1')).toMatchObject({ arpPending: 1 });
  });

  it('holds only what is not idle', async () => {
    const { network, move } = asking(answer(1, true, { c1: { busyThere: 0.5 } }), answer(2, false, { c1: {} }));
    await move();
    await move();
    expect(network.cables.size).toBe(0);
  });

  it('forgets all when it is told all', async () => {
    const { network, move } = asking(
      answer(1, true, { c1: { busyThere: 0.5 } }),
      answer(9, true, { c2: { busyThere: 0.1 } }),
    );
    await move();
    await move();
    expect([...network.cables.keys()]).toEqual(['c2']);
  });

  it('is the same thing when nothing changed, so that nothing is drawn again', async () => {
    const { network, move } = asking(answer(1, true, { c1: { busyThere: 0.5 } }), answer(2, false, {}));
    await move();
    const before = network.cables;
    await move();
    expect(network.cables).toBe(before);
  });

  it('is asked for anew when use is told of another stretch', async () => {
    const { host, move } = asking(answer(1, true, {}), answer(2, false, {}));
    await move();
    useShown().stretch = 1e6;
    await settle();
    expect(host.asked('network.state').map(({ stretch }) => stretch)).toEqual([1e8, 1e6]);
  });
});
