// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterDocument } from '#document/starter.ts';
import { writeDocument } from '#document/write.ts';
import { commandOf } from '#renderer/commands/index.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { useDrawing } from '#renderer/stores/drawing.ts';
import { usePrograms } from '#renderer/stores/programs.ts';
import { useRules } from '#renderer/stores/rules.ts';
import { useSelection } from '#renderer/stores/selection.ts';
import { useSession } from '#renderer/stores/session.ts';
import { useTouch } from '#renderer/stores/touch.ts';
import { nowOf, ScriptedHost, settle } from '#support/scripted-host.ts';

let host: ScriptedHost;
let playing = false;
/** Three packets: one under way, one held, one waiting. */
const FLIGHTS = {
  cables: ['cable1', 'cable2'],
  cable: Uint32Array.of(0, 0, 1),
  direction: Uint8Array.of(0, 0, 1),
  frame: Uint32Array.of(11, 12, 13),
  packet: Uint32Array.of(1, 2, 3),
  departure: Float64Array.of(100, 50, 0),
  arrival: Float64Array.of(200, 150, 0),
  protocol: Uint8Array.of(5, 5, 5),
  state: Uint8Array.of(0, 1, 2),
  since: Float64Array.of(0, 90, 0),
};

beforeEach(async () => {
  setActivePinia(createPinia());
  playing = false;
  const stands = () => nowOf({ playing, flights: 3, cursor: 5, facts: 5 });
  host = new ScriptedHost({
    'simulation.open': stands,
    'simulation.change': stands,
    'programs.kill': stands,
    'trace.flights': () => FLIGHTS,
    'touch.packet': ({ frame, action }) => ({ ...stands(), frame: action.do === 'edit' ? 99 : frame }),
    'simulation.programs': () => ({
      programs: [{ id: 'tcp-server', state: 'running' as const, status: null, next: null }],
      processes: [],
    }),
  });
  useSession().start(host);
  await useDocument().open(writeDocument(starterDocument()));
  useTouch();
  usePrograms();
  await settle();
});

const device = () => useDocument().device('pc1')!;

describe('switching a device off', () => {
  it('is offered for a device that is chosen, and is one step that can be taken back', async () => {
    expect(commandOf('network.power').enabled()).toBe('touch.why.choose-device');
    useSelection().chooseThings(['pc1', 'pc2']);
    expect(commandOf('network.power').title).toBe('touch.do.power-off');
    commandOf('network.power').perform();
    expect(device().powered).toBe(false);
    expect(useDocument().device('pc2')!.powered).toBe(false);
    expect(commandOf('network.power').title).toBe('touch.do.power-on');
    useDocument().undo();
    expect(device().powered).toBeUndefined();
  });

  it('switches on again those that are off, and leaves no trace in the drawing', () => {
    const before = useDocument().text();
    useSelection().chooseThings(['pc1']);
    commandOf('network.power').perform();
    commandOf('network.power').perform();
    expect(useDocument().text()).toBe(before);
  });
});

describe('a cable', () => {
  it('is pulled out and plugged in', () => {
    const { id } = useDocument().cables[0]!;
    expect(commandOf('network.plug').enabled()).toBe('touch.why.choose-cable');
    useSelection().chooseThings([id]);
    commandOf('network.plug').perform();
    expect(useDocument().cable(id)!.plugged).toBe(false);
    expect(commandOf('network.plug').title).toBe('touch.do.plug');
    commandOf('network.plug').perform();
    expect(useDocument().cable(id)!.plugged).toBeUndefined();
  });

  it('gets a rule, which is opened to be written', () => {
    const { id } = useDocument().cables[0]!;
    expect(commandOf('network.rule').enabled()).toBe('commands.why.choose-one-cable');
    useSelection().chooseThings([id]);
    commandOf('network.rule').perform();
    const [rule] = useRules().of(id);
    expect(rule).toMatchObject({ cable: id, action: { do: 'lose' }, enabled: true });
    expect(useRules().opened).toBe(rule!.id);
  });
});

describe('killing', () => {
  it('is offered while something runs, and asks which', () => {
    expect(commandOf('network.kill').enabled()).toBe(true);
    commandOf('network.kill').perform();
    expect(useDrawing().killShown).toBe(true);
  });
});

describe('a packet on its way', () => {
  it('is chosen first', () => {
    expect(commandOf('packet.lose').enabled()).toBe('touch.why.choose-packet');
  });

  it('is lost where it is, told apart from its copies by when it left', async () => {
    useTouch().aim(0);
    expect(commandOf('packet.lose').enabled()).toBe(true);
    await commandOf('packet.lose').perform();
    expect(host.asked('touch.packet')).toEqual([
      { cable: 'cable1', direction: 0, frame: 11, departure: 100, action: { do: 'lose' }, future: 'refuse' },
    ]);
  });

  it('is held, or released when it is held already', () => {
    useTouch().aim(0);
    expect(commandOf('packet.hold').enabled()).toBe(true);
    expect(commandOf('packet.release').enabled()).toBe('touch.why.not-held');
    useTouch().aim(1);
    expect(commandOf('packet.hold').enabled()).toBe('touch.why.held');
    expect(commandOf('packet.release').enabled()).toBe(true);
  });

  it('can be one that waits in a queue, which has not left yet', async () => {
    useTouch().aim(2);
    await commandOf('packet.duplicate').perform();
    expect(host.asked('touch.packet')[0]).toEqual({
      cable: 'cable2',
      direction: 1,
      frame: 13,
      action: { do: 'duplicate' },
      future: 'refuse',
    });
  });

  it('is not touched while time runs', async () => {
    playing = true;
    await useSession().open('');
    useTouch().aim(0);
    expect(commandOf('packet.lose').enabled()).toBe('touch.why.pause-first');
  });

  it('stays the chosen one when its bits are others', async () => {
    useTouch().aim(0);
    await useTouch().act({ do: 'edit', fields: { 'ip.ttl': '1' }, checksums: 'keep' });
    expect([useSelection().packet, useSelection().frame]).toEqual([1, 99]);
  });

  it('is asked about before its bit is flipped, its field edited or it is delayed', () => {
    useTouch().aim(0);
    for (const question of ['flip', 'edit', 'delay'] as const) {
      commandOf(`packet.${question}`).perform();
      expect(useTouch().asking).toBe(question);
    }
  });
});
