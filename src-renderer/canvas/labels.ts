import type { DeviceRecord } from '#document/records.ts';

/** More addresses than this under a device are counted instead of listed. */
const ADDRESSES_SHOWN = 3;

/** What is written beside devices and cables. */
export interface Labels {
  addresses: boolean;
  /** Names of interfaces, each at its end of the cable. */
  ports: boolean;
  macs: boolean;
}

/** What is written unless a person wants otherwise. */
export const USUAL_LABELS: Labels = { addresses: true, ports: true, macs: false };

/** Rough width of a text, drawing units, in letters of a size: wide letters count double. */
export function textWidth(text: string, size: number): number {
  let units = 0;
  for (const letter of text) units += letter.codePointAt(0)! > 0x1100 ? 1 : 0.6;
  return units * size;
}

/** Addresses of a device as they stand under its name; with several, each after its port. */
export function addressLines(device: DeviceRecord, labels: Labels = USUAL_LABELS): string[] {
  const set = device.ports.filter(
    ({ address, mac }) => (labels.addresses && address !== null) || (labels.macs && mac !== null),
  );
  const lines = set.flatMap(({ name, address, prefix, mac }) => {
    const texts = [
      ...(labels.addresses && address !== null ? [`${address}/${prefix}`] : []),
      ...(labels.macs && mac !== null ? [mac] : []),
    ];
    return texts.map((text, index) => (set.length > 1 && index === 0 ? `${name} ` : '') + text);
  });
  const most = ADDRESSES_SHOWN * (labels.addresses && labels.macs ? 2 : 1);
  return lines.length > most ? [...lines.slice(0, most - 1), `+${lines.length - most + 1}`] : lines;
}
