import type { GatewayDoor } from '#contract/gateways.ts';
import { plainMarkdown, tableMarkdown } from '../../ui/markdown.ts';

/** One way of a gateway: `tcp 127.0.0.1:8080 → 10.0.0.2:80`. The same in every language. */
export function doorText({ direction, protocol, port, to }: GatewayDoor): string {
  return `${protocol} ${direction === 'inward' ? `127.0.0.1:${port}` : `:${port}`} → ${to}`;
}

/** What crossed a gateway, as a page of notes. */
export function gatewayMarkdown(
  doors: readonly GatewayDoor[],
  words: { title: string; about: string; head: readonly string[]; why(door: GatewayDoor): string },
): string {
  const rows = doors.map((door) => [
    doorText(door),
    `${door.connections} / ${door.total}`,
    `${door.entered}`,
    `${door.left}`,
  ]);
  const faults = doors.flatMap((door) => (door.why === null ? [] : [`- ${plainMarkdown(words.why(door))}`]));
  const lines = [`# ${plainMarkdown(words.title)}`, '', plainMarkdown(words.about), ''];
  lines.push(...tableMarkdown(words.head, rows, [1, 2, 3]), '', ...faults);
  return `${lines.join('\n').trimEnd()}\n`;
}
