// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { CableRecord, DeviceRecord, DocumentRecord } from '#document/records.ts';
import { starterDocument } from '#document/starter.ts';
import { topologySvg } from '#renderer/canvas/figure.ts';

function figureOf(extra: DocumentRecord[] = [], title = 'Two subnets') {
  const records = new Map([...starterDocument().records, ...extra].map((record) => [record.id, record]));
  return topologySvg(records, title);
}

describe('the figure of a drawing', () => {
  it('is one SVG with every name and address in it', () => {
    const { svg } = figureOf();
    expect(svg.match(/<svg/g)!.length).toBe(1 + 6);
    for (const text of ['pc1', '192.168.1.11/24', 'router1', 'eth1 192.168.2.1/24', 'hub1', 'Two subnets']) {
      expect(svg).toContain(`>${text}<`);
    }
  });

  it('stands alone: no style sheet, no link, no picture or font from elsewhere', () => {
    const { svg } = figureOf();
    expect(svg).not.toMatch(/<style|<image|<link|href=|url\(|class=|data-v-|var\(--/);
    expect(svg.match(/https?:[^"]*/g)!.every((address) => address === 'http://www.w3.org/2000/svg')).toBe(true);
  });

  it('shows subnets as areas, and only what is written on the map, where a person wants it so', () => {
    const records = new Map(starterDocument().records.map((record) => [record.id, record]));
    const parts = { addresses: false, ports: false, macs: true, areas: true };
    const { svg, width } = topologySvg(records, '', parts);
    expect(svg).toContain('>192.168.1.0/24<');
    expect(svg).toContain('>02:00:00:00:00:01<');
    expect(svg).not.toContain('>192.168.1.11/24<');
    expect(svg).not.toContain('>port1<');
    expect([...svg.matchAll(/url\(([^)]*)\)/g)].filter(([, to]) => !/^#print-area-\d$/.test(to!))).toEqual([]);
    expect(svg).not.toMatch(/class=|data-v-|var\(--/);
    expect(width).toBeGreaterThan(figureOf().width);
  });

  it('escapes what would break it', () => {
    const { svg } = figureOf([{ type: 'note', id: 'note1', text: '<b> & "more"', x: 0, y: 0 }], 'a < b & c');
    expect(svg).toContain('&lt;b&gt; &amp;');
    expect(svg).not.toContain('<b>');
  });

  it('is large enough for everything in it', () => {
    const small = figureOf();
    const large = figureOf([{ type: 'note', id: 'note1', text: 'far away', x: 3000, y: 2000 }]);
    expect(large.width).toBeGreaterThan(small.width + 1500);
    expect(large.height).toBeGreaterThan(small.height + 1000);
  });

  it('can be drawn of nothing', () => {
    const { svg, width, height } = topologySvg(new Map(), '');
    expect(svg).toContain('<svg');
    expect(width).toBeGreaterThan(0);
    expect(height).toBeGreaterThan(0);
  });

  it('shows what is unusual about a cable by pattern and words, with a legend of the patterns', () => {
    const cable = starterDocument().records.find((record): record is CableRecord => record.type === 'cable')!;
    const { svg, height } = figureOf([{ ...cable, directions: [{ loss: 0.05 }, { loss: 0.05 }] }]);
    expect(svg).toContain('>5 % loss<');
    expect(svg.match(/stroke-dasharray="11 6"/g)).toHaveLength(2);
    expect(svg).toContain('>loses or damages frames<');
    // The hub's cables are half duplex.
    expect(svg.match(/>half duplex</g)).toHaveLength(2);
    expect(svg).toContain('>half duplex: one speaks at a time<');
    expect(height).toBeGreaterThan(figureOf().height);
  });

  it('has no legend when every cable is sound', () => {
    const hub = starterDocument().records.find((record) => record.id === 'hub1') as DeviceRecord;
    const { svg } = figureOf([{ ...hub, medium: 'ideal' }]);
    expect(svg).not.toContain('stroke-dasharray');
  });

  it('hatches a device that is switched off and says so', () => {
    const pc = starterDocument().records.find((record) => record.id === 'pc1') as DeviceRecord;
    expect(figureOf().svg).not.toContain('switched off');
    expect(figureOf([{ ...pc, powered: false }]).svg).toContain('switched off');
  });
});
