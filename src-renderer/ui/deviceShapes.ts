import type { DeviceRecord } from '#document/records.ts';

/** How a device is drawn: SVG elements on a 48×48 field, told apart by outline, not by colour. */
export interface DevicePaint {
  /** Colour of lines. */
  line: string;
  /** Colour of large areas. */
  fill: string;
  /** Colour of the ground inside the outline. */
  ground: string;
}

/**
 * The inside of an `<svg viewBox="0 0 48 48">` showing a kind of device: a monitor, a tower, a round router with crossed
 * arrows, a flat switch with arrows both ways, a small box with one line to all, a door with a way in and a way out, an arch with a way through.
 */
export function deviceShape(kind: DeviceRecord['kind'], paint: DevicePaint): string {
  const { line, fill, ground } = paint;
  const stroke = `stroke="${line}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"`;
  switch (kind) {
    case 'host':
      return (
        `<rect x="5" y="8" width="38" height="25" rx="3" fill="${ground}" ${stroke}/>` +
        `<rect x="9" y="12" width="30" height="17" rx="1" fill="${fill}"/>` +
        `<path d="M24 33v6M15 41h18" fill="none" ${stroke}/>`
      );
    case 'server':
      return (
        `<rect x="12" y="4" width="24" height="40" rx="3" fill="${ground}" ${stroke}/>` +
        `<rect x="16" y="9" width="16" height="6" rx="1" fill="${fill}"/><rect x="16" y="18" width="16" height="6" rx="1" fill="${fill}"/>` +
        `<path d="M17 12h5M17 21h5M17 31h14M17 36h14" fill="none" ${stroke}/><circle cx="29" cy="12" r="1.4" fill="${line}"/>` +
        `<circle cx="29" cy="21" r="1.4" fill="${line}"/>`
      );
    case 'router':
      return (
        `<circle cx="24" cy="24" r="20" fill="${ground}" ${stroke}/><circle cx="24" cy="24" r="16" fill="${fill}"/>` +
        `<path d="M12 24h9M17.500 20.500L21 24l-3.500 3.500M36 24h-9M30.500 20.500L27 24l3.500 3.500` +
        `M24 21v-9M20.500 15.500L24 12l3.500 3.500M24 27v9M20.500 32.500L24 36l3.500-3.500" fill="none" ${stroke}/>`
      );
    case 'switch':
      return (
        `<rect x="3" y="12" width="42" height="24" rx="3" fill="${ground}" ${stroke}/><rect x="7" y="16" width="34" height="16" rx="1" fill="${fill}"/>` +
        `<path d="M11 20.500h17M24.500 17.500L28 20.500l-3.500 3M37 27.500H20M23.500 24.500L20 27.500l3.500 3" fill="none" ${stroke}/>`
      );
    case 'gateway':
      return (
        `<rect x="8" y="5" width="24" height="38" rx="2" fill="${ground}" ${stroke}/>` +
        `<path d="M12 9h16v30H12z" fill="${fill}"/><circle cx="26" cy="25" r="1.6" fill="${line}"/>` +
        `<path d="M20 16h22M36.500 10.500L42 16l-5.500 5.500M44 33H22M27.500 27.500L22 33l5.500 5.500" fill="none" ${stroke}/>`
      );
    case 'tunnel':
      return (
        `<path d="M5 42V24a19 19 0 0 1 38 0v18z" fill="${ground}" ${stroke}/>` +
        `<path d="M12 38V25a12 12 0 0 1 24 0v13z" fill="${fill}"/>` +
        `<path d="M12 31h24M17.500 25.500L12 31l5.500 5.500M30.500 25.500L36 31l-5.500 5.500" fill="none" ${stroke}/>`
      );
    case 'hub':
      return (
        `<path d="M10 14h28l6 8v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V22z" fill="${ground}" ${stroke}/>` +
        `<path d="M4 22h40" fill="none" ${stroke}/><path d="M8 26h32v7H8z" fill="${fill}"/>` +
        `<path d="M12 29.500h3M19 29.500h3M26 29.500h3M33 29.500h3" fill="none" stroke="${line}" stroke-width="3"/>`
      );
  }
}

/** Hatching over the picture of a device that is switched off, and the sign of its switch: seen without any colour. */
export function offShape(paint: DevicePaint): string {
  const { line, ground } = paint;
  const lines = `<path d="M4 20L20 4M4 36L36 4M12 44L44 12M28 44L44 28" stroke="${line}" stroke-width="1" fill="none"/>`;
  return (
    lines +
    `<circle cx="24" cy="24" r="10" fill="${ground}"/>` +
    `<path d="M24 16v8M19.500 19a7 7 0 1 0 9 0" fill="none" stroke="${line}" stroke-width="2.500" stroke-linecap="round"/>`
  );
}

/** The inside of the same field showing a group of devices put away in one box: sheets behind each other. */
export function groupShape({ line, fill, ground }: DevicePaint): string {
  const stroke = `stroke="${line}" stroke-width="2" stroke-linejoin="round"`;
  return (
    `<path d="M14 10V6h30v24h-4" fill="none" ${stroke}/><path d="M9 15v-5h31v25h-5" fill="${ground}" ${stroke}/>` +
    `<rect x="4" y="15" width="31" height="27" rx="3" fill="${ground}" ${stroke}/>` +
    `<path d="M9 20h9v7H9zM21 20h9v7h-9zM9 30h9v7H9zM21 30h9v7h-9z" fill="${fill}" stroke="${line}" stroke-width="1.200"/>`
  );
}

/** A group's box as a picture of its own. */
export function groupPicture(paint: DevicePaint): string {
  return pictureOf(groupShape(paint));
}

/** The same as a picture of its own, for an `<image>` or a canvas. */
export function devicePicture(kind: DeviceRecord['kind'], paint: DevicePaint, off = false): string {
  return pictureOf(deviceShape(kind, paint) + (off ? offShape(paint) : ''));
}

function pictureOf(shape: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="96" height="96">${shape}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
