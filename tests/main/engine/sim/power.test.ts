import { describe, expect, it } from 'vitest';
import type { DeviceSettings, ProgramSettings } from '#engine/devices/settings.ts';
import { lab, Lab } from '#support/lab.ts';

function power(network: Lab, id: string, on: boolean): Lab {
  const { powered: _powered, ...settings } = network.topology.devices.find((device) => device.id === id)!;
  return network.change({ devices: [{ ...settings, ...(on ? {} : { powered: false }) } as DeviceSettings] });
}

describe('a device that is switched off', () => {
  it('loses what was on its way to it, and its neighbours see their links go down', () => {
    const network = lab('pc1 -- switch1 -- pc2', { cable: { delay: 1e6 } });
    network.ping('pc1', '10.0.0.2');
    network.run('6ms');
    expect(network.timeline.flights()).not.toEqual([]);
    power(network, 'switch1', false);
    expect(network.timeline.flights()).toEqual([]);
    const [off] = network.facts('device.off');
    expect(network.facts('frame.dropped').map(({ reason }) => reason)).toContain('device-off');
    const down = network.facts('link.down');
    expect(down.map(({ device }) => device).sort()).toEqual(['pc1', 'pc2']);
    expect(down.every(({ cause }) => cause === off!.seq)).toBe(true);
    expect(network.table('switch1', 'mac')).toEqual([]);
  });

  it('says no good-bye: its connections are half open at the other end, and its programs are dead', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc2', 'nc -l 80');
    network.type('pc1', 'nc 10.0.0.2 80');
    network.run('10ms');
    power(network, 'pc2', false);
    network.run('1s');
    const [run] = network.facts('program.started').filter(({ device }) => device === 'pc2');
    const [end, ...others] = network.facts('program.ended');
    expect([end!.device, others]).toEqual(['pc2', []]);
    // The number of the process tells which run it was.
    const { trace } = network.timeline;
    expect(trace.value(run!.seq)).toBeGreaterThan(0);
    expect(trace.value(end!.seq)).toBe(trace.value(run!.seq));
    expect(network.table('pc1', 'sockets').map((row) => row[3])).toContain('ESTABLISHED');
    const states = network.facts('tcp.state').filter(({ device }) => device === 'pc2');
    expect(states.at(-1)!.detail).toMatchObject({ to: 'CLOSED', clause: 'RFC 9293 §3.5.1' });
    expect(network.timeline.view('pc2')).toEqual([]);
  });

  it('answers with RST when it is on again and hears of a connection it has forgotten', () => {
    const network = lab('pc1 -- pc2');
    network.command('pc2', 'nc -l 80');
    network.type('pc1', 'nc 10.0.0.2 80');
    network.run('10ms');
    power(network, 'pc2', false).run('1s');
    power(network, 'pc2', true).run('1s');
    network.type('pc1', 'hello');
    network.run('2s');
    expect(network.sent('pc2').some((line) => line.includes('[RST'))).toBe(true);
  });

  it('refuses to start programs, to be typed at and to be called', () => {
    const network = lab('pc1 -- pc2');
    power(network, 'pc1', false);
    const type = { kind: 'type', device: 'pc1', terminal: 'tty1', action: { type: 'line', text: 'ls' } } as const;
    expect(network.timeline.act(type).refused).toBe('device-off');
    const call = { name: 'socket', arguments: ['datagram'] } as const;
    expect(network.timeline.act({ kind: 'call', device: 'pc1', call }).refused).toBe('device-off');
    const program: ProgramSettings = {
      id: 'p',
      name: 'p',
      device: 'pc1',
      start: null,
      run: { program: 'command', line: 'ls' },
    };
    network.change({ programs: [program] });
    expect(network.timeline.act({ kind: 'start', program: 'p' }).refused).toBe('device-off');
  });
});

describe('a frame from outside', () => {
  it('ends at a device that is switched off, and never arrives', () => {
    const network = lab('pc1 -- pc2');
    power(network, 'pc1', false);
    network.timeline.act({ kind: 'inject', device: 'pc1', port: 'eth0', bytes: new Uint8Array(60) });
    network.run('1ms');
    expect(network.facts('frame.arrived')).toEqual([]);
    const [drop] = network.facts('frame.dropped');
    expect(drop).toMatchObject({ reason: 'device-off', device: 'pc1', cause: network.facts('input.injected')[0]!.seq });
  });
});

describe('a device that is switched on again', () => {
  it('has forgotten its ARP cache, and asks anew', () => {
    const network = lab('pc1 -- pc2');
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.table('pc1', 'arp')).toHaveLength(1);
    power(network, 'pc1', false);
    power(network, 'pc1', true);
    expect(network.table('pc1', 'arp')).toEqual([]);
    expect(network.facts('link.up').map(({ cause }) => cause)).toEqual(
      Array.from({ length: 2 }, () => network.facts('device.on')[0]!.seq),
    );
    network.ping('pc1', '10.0.0.2');
    network.run('1s');
    expect(network.facts('arp.requested').filter(({ device }) => device === 'pc1')).toHaveLength(2);
    expect(network.facts('icmp.echo.answered')).toHaveLength(2);
  });

  it('starts its services again, but not what a person had started', () => {
    const { topology } = lab('pc1 -- pc2');
    const service: ProgramSettings = {
      id: 'service',
      name: 'service',
      device: 'pc2',
      start: 1e9,
      run: { program: 'command', line: 'nc -l 80' },
    };
    const byHand = { ...service, id: 'by-hand', name: 'by-hand', start: null };
    const elsewhere = { program: 'command', line: 'nc -l 81' } as const;
    const later = { ...service, id: 'later', name: 'later', start: 9e9, run: elsewhere };
    const network = new Lab({ ...topology, programs: [service, byHand, later] });
    network.run('2s');
    network.timeline.act({ kind: 'start', program: 'by-hand' });
    network.run('1s');
    power(network, 'pc2', false).run('1s');
    expect(network.timeline.programs().map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    power(network, 'pc2', true).run('1s');
    expect(network.timeline.programs()).toMatchObject([
      { id: 'service', state: 'running' },
      { id: 'by-hand', state: 'waiting' },
      { id: 'later', state: 'waiting' },
    ]);
    network.run('6s');
    expect(network.timeline.programs()[2]!.state).toBe('running');
  });

  it.each(['hub1', 'switch1', 'router1'])('carries traffic as %s did before', (middle) => {
    const routed = middle === 'router1';
    const network = lab(`pc1 -- ${middle} -- pc2`, {
      cable: { bandwidth: 10e6, delay: 1000 },
      addresses: routed
        ? {
            pc1: '10.0.1.1/24 via 10.0.1.254',
            router1: ['10.0.1.254/24', '10.0.2.254/24'],
            pc2: '10.0.2.1/24 via 10.0.2.254',
          }
        : {},
    });
    const peer = routed ? '10.0.2.1' : '10.0.0.2';
    power(network, middle, false);
    network.ping('pc1', peer);
    network.run('500ms');
    expect(network.facts('icmp.echo.answered')).toEqual([]);
    power(network, middle, true).run('10s');
    network.ping('pc1', peer);
    network.run('5s');
    expect(network.facts('icmp.echo.answered').length).toBeGreaterThan(0);
  });

  it('is the same in every replay', () => {
    const network = lab('pc1 -- switch1 -- pc2');
    network.ping('pc1', '10.0.0.2', 3);
    network.run('1s');
    power(network, 'switch1', false).run('1s');
    power(network, 'switch1', true).run('1s');
    const lived = network.history();
    network.timeline.seek(0);
    network.timeline.seek(network.timeline.horizon);
    expect(network.history()).toBe(lived);
  });
});
