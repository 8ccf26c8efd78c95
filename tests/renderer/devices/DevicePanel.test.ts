// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import DevicePanel from '#renderer/devices/DevicePanel.vue';
import { cellsOf, rowKeys } from '#renderer/devices/cells.ts';
import { useDocument } from '#renderer/stores/document.ts';
import { liveWindow, type LiveWindow } from '#support/live-window.ts';

let live: LiveWindow;
beforeEach(async () => {
  document.body.innerHTML = '';
  live = await liveWindow();
});

describe('the device inspector', () => {
  it('explains empty tables', async () => {
    const panel = live.mount(DevicePanel, { device: 'pc1' });
    await live.settle();
    expect(panel.text()).toContain('has to wait for ARP');
  });

  it('shows what the device has learned, and forgets it when time goes back', async () => {
    const panel = live.mount(DevicePanel, { device: 'pc1' });
    await live.run('ping');
    expect(panel.find('[data-testid=table-arp]').text()).toContain('192.168.1.1');
    expect(panel.find('[data-testid=table-arp]').text()).toContain('reachable');
    await live.session.seekStart();
    await live.settle();
    expect(panel.find('[data-testid=table-arp]').exists()).toBe(false);
  });

  it('shows which ports of a hub share its medium, and how often that collided', async () => {
    const panel = live.mount(DevicePanel, { device: 'hub1' });
    await live.settle();
    expect(panel.findAll('thead th').map((cell) => cell.text())).toEqual(['Port', 'Duplex', 'Collisions']);
    expect(panel.find('tbody tr').text()).toBe('port1half0');
  });

  it('says of an ideal hub that it remembers nothing, instead of listing its ports again', async () => {
    useDocument().change('device', (draft) => draft.put({ ...useDocument().device('hub1')!, medium: 'ideal' }));
    await useDocument().settled();
    const panel = live.mount(DevicePanel, { device: 'hub1' });
    await live.settle();
    expect(panel.text()).toContain('a hub repeats every signal and remembers nothing');
    expect(panel.find('table').exists()).toBe(false);
  });

  it('shows the MAC table of a switch, with times told from now', async () => {
    const panel = live.mount(DevicePanel, { device: 'switch1' });
    await live.run('ping');
    const table = panel.find('[data-testid=table-mac]');
    expect(table.findAll('tbody tr')).toHaveLength(2);
    expect(table.text()).toMatch(/ago/);
    expect(table.text()).toMatch(/in \d+/);
  });

  it('says of every row since when it is so, and lets it be asked why', async () => {
    const panel = live.mount(DevicePanel, { device: 'server1' });
    await live.run('tcp-client');
    const sockets = panel.find('[data-testid=table-sockets]');
    expect(sockets.find('thead').text()).toContain('Since');
    for (const row of sockets.findAll('tbody tr')) {
      expect(row.text()).toMatch(/ ago/);
      expect(row.find('button').attributes('aria-label')).toContain('Why is this so?');
    }
    expect(panel.find('[data-testid=table-arp]').text().match(/Since/g)).toHaveLength(1);
  });

  it('marks a row that is new', async () => {
    const panel = live.mount(DevicePanel, { device: 'switch1' });
    for (let step = 0; step < 12 && !panel.find('tr.fresh').exists(); step++) {
      await live.session.step('forward');
      await live.settle();
    }
    expect(panel.find('tr.fresh').text()).toContain('02:00:00:00:00:01');
  });

  it('shows what a program has printed', async () => {
    const panel = live.mount(DevicePanel, { device: 'pc1' });
    await live.run('ping');
    expect(panel.find('pre').text()).toMatch(/64 bytes from 192\.168\.2\.10/);
    expect(panel.text()).toContain('ended, status 0');
  });

  it('kills a process that was typed at a terminal, whose socket is gone then', async () => {
    const panel = live.mount(DevicePanel, { device: 'pc2' });
    await live.session.typeAt({ device: 'pc2', terminal: 'tty1' }, { type: 'line', text: 'nc -l 9000' });
    await live.settle();
    expect(panel.find('[data-testid=process]').text()).toContain('nc -l 9000');
    expect(panel.find('[data-testid=table-sockets]').text()).toContain('LISTEN');
    await panel.find('button[aria-label^="Kill"]').trigger('click');
    await live.settle();
    expect(panel.find('[data-testid=process]').text()).toContain('ended, status 137');
    expect(panel.find('[data-testid=table-sockets]').exists()).toBe(false);
    expect(panel.find('button[aria-label^="Kill"]').exists()).toBe(false);
  });

  it('has nothing to show of a device that is not there', async () => {
    const panel = live.mount(DevicePanel, { device: 'nobody' });
    await live.settle();
    expect(panel.text()).toContain('not part of the network at this moment');
  });
});

describe('the cells of a table', () => {
  const table = { name: 'arp', columns: ['address', 'state', 'expires'], rows: [['10.0.0.1', 'stale', 500]] };

  it('tell moments from texts and names', () => {
    expect(cellsOf(table, table.rows[0]!, 200)).toEqual([
      { kind: 'text', text: '10.0.0.1' },
      { kind: 'named', name: 'stale' },
      { kind: 'moment', time: 500, away: 300 },
    ]);
  });

  it('leave the states of TCP as the RFC writes them', () => {
    const sockets = { name: 'sockets', columns: ['state'], rows: [['TIME-WAIT']] };
    expect(cellsOf(sockets, sockets.rows[0]!, 0)).toEqual([{ kind: 'text', text: 'TIME-WAIT' }]);
  });

  it('keep equal rows apart', () => {
    const twice = { name: 'x', columns: ['a'], rows: [['1'], ['1']] };
    expect(new Set(rowKeys(twice)).size).toBe(2);
  });
});
