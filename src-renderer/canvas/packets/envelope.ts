import { PROTOCOLS } from '#contract/shapes.ts';
import type { CanvasColors } from '../tokens.ts';
import type { FlowMark } from './flows.ts';

/** Size of a packet, drawing units. */
export const ENVELOPE = { width: 30, height: 20 } as const;

/** One letter a protocol, so that nothing depends on colour. */
export const LETTERS: Record<(typeof PROTOCOLS)[number], string> = {
  ethernet: 'E',
  arp: 'A',
  ipv4: 'IP',
  icmp: 'I',
  udp: 'U',
  tcp: 'T',
  stp: 'S',
  rip: 'R',
  dhcp: 'D',
  dns: 'N',
};

/** The headers of a packet from the outside in, as indexes into PROTOCOLS. */
export function layersOf(protocol: number): number[] {
  const ethernet = PROTOCOLS.indexOf('ethernet');
  const ipv4 = PROTOCOLS.indexOf('ipv4');
  switch (PROTOCOLS[protocol]) {
    case undefined:
    case 'ethernet':
      return [ethernet];
    case 'arp':
    case 'ipv4':
    case 'stp':
      return [ethernet, protocol];
    case 'rip':
    case 'dhcp':
    case 'dns':
      return [ethernet, ipv4, PROTOCOLS.indexOf('udp'), protocol];
    default:
      return [ethernet, ipv4, protocol];
  }
}

/**
 * Draws one packet around the origin: an envelope with a band for each header, the innermost with its letter. `flow`: the
 * innermost is drawn in the colour of its flow, with the flow's number instead.
 */
export function drawEnvelope(
  context: CanvasRenderingContext2D,
  protocol: number,
  colors: CanvasColors,
  flow: FlowMark | null = null,
): void {
  const { width, height } = ENVELOPE;
  const layers = layersOf(protocol);
  const [left, top] = [-width / 2, -height / 2];
  context.save();
  context.beginPath();
  context.roundRect(left, top, width, height, 3.5);
  context.fillStyle = colors.surface;
  context.fill();
  context.clip();
  const band = 4.5;
  layers.forEach((layer, depth) => {
    const last = depth === layers.length - 1;
    context.fillStyle = last && flow !== null ? flow.fill : colors.protocols[layer]!.fill;
    context.fillRect(left + depth * (band + 1), top, last ? width : band, height);
  });
  const inner = left + (layers.length - 1) * (band + 1);
  const colour = flow ?? colors.protocols[layers.at(-1)!]!;
  context.strokeStyle = colour.ink;
  context.globalAlpha = 0.35;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(inner + 1, top + 1);
  context.lineTo((inner + width / 2) / 2, top + 6);
  context.lineTo(width / 2 - 1, top + 1);
  context.stroke();
  context.globalAlpha = 1;
  context.fillStyle = colour.ink;
  context.font = `700 12px ${colors.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const letter = flow?.text ?? LETTERS[PROTOCOLS[protocol] ?? 'ethernet'];
  context.fillText(letter, (inner + width / 2) / 2, 2);
  context.restore();
  context.beginPath();
  context.roundRect(left, top, width, height, 3.5);
  context.strokeStyle = colors.surface;
  context.lineWidth = 1.5;
  context.stroke();
}
