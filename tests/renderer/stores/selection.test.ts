import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useSelection } from '#renderer/stores/selection.ts';

beforeEach(() => setActivePinia(createPinia()));

describe('the selection', () => {
  it('takes 0 as no packet and no frame, as the trace does', () => {
    const selection = useSelection();
    selection.choosePacket(0, 0, 12);
    expect([selection.packet, selection.frame, selection.fact]).toEqual([null, null, 12]);
  });

  it('forgets the row of the packet before', () => {
    const selection = useSelection();
    selection.choosePacket(3, 5, 12);
    selection.choosePacket(4, 6);
    expect([selection.packet, selection.frame, selection.fact]).toEqual([4, 6, null]);
  });

  it('keeps what was chosen on the drawing when a packet is chosen', () => {
    const selection = useSelection();
    selection.chooseThings(['pc1']);
    selection.choosePacket(3, 5);
    expect(selection.things).toEqual(['pc1']);
  });

  it('adds and takes away one thing at a time', () => {
    const selection = useSelection();
    selection.toggleThing('pc1');
    selection.toggleThing('pc2');
    selection.toggleThing('pc1');
    expect(selection.things).toEqual(['pc2']);
  });
});
