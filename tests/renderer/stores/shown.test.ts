// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { PROTOCOLS } from '#contract/shapes.ts';
import { PARTS, useShown } from '#renderer/stores/shown.ts';
import { firstWindow, nextWindow } from '#support/next-window.ts';

beforeEach(firstWindow);

const drawn = () => PROTOCOLS.filter((_, index) => useShown().drawn[index]);

describe('what is shown on the drawing', () => {
  it('is everything that moves, and no more than is usual, until a person says otherwise', () => {
    expect(useShown().parts).toEqual(PARTS);
    expect(drawn()).toEqual([...PROTOCOLS]);
  });

  it('is remembered', async () => {
    const shown = useShown();
    shown.toggle('areas');
    shown.toggle('addresses');
    shown.toggleLayer('arp');
    shown.stretch = 1e6;
    const next = await nextWindow(useShown);
    expect(next.parts).toEqual({ ...PARTS, areas: true, addresses: false });
    expect([...next.hidden]).toEqual(['arp']);
    expect(next.stretch).toBe(1e6);
  });

  it('can be the packets of one protocol alone, and all of them again', () => {
    const shown = useShown();
    shown.only('tcp');
    expect(drawn()).toEqual(['tcp']);
    shown.only('arp');
    expect(drawn()).toEqual(['arp']);
    shown.only('arp');
    expect(drawn()).toEqual([...PROTOCOLS]);
  });

  it('goes back to what is usual at once', async () => {
    const shown = useShown();
    shown.toggle('badges');
    shown.only('udp');
    shown.asUsual();
    expect((await nextWindow(useShown)).parts).toEqual(PARTS);
    expect(drawn()).toEqual([...PROTOCOLS]);
  });

  it('takes nothing from storage that it does not know', () => {
    const kept = {
      'canvas.show.areas': 'yes',
      'canvas.show.ports': false,
      'canvas.hidden': 'ipx udp',
      'canvas.stretch': 7,
    };
    localStorage.setItem('hopscope.kept', JSON.stringify(kept));
    setActivePinia(createPinia());
    const shown = useShown();
    expect(shown.parts).toEqual({ ...PARTS, ports: false });
    expect([...shown.hidden]).toEqual(['udp']);
    expect(shown.stretch).toBe(1e8);
  });
});
