import type { Transfer } from './transfer.ts';

/** What `-w` asks for, with its variables (`man curl`, WRITE OUT) filled in. */
export function written(format: string, transfer: Transfer, exitCode: number, now: number): string {
  const { begun, resolved, connected, firstByte, connects, reading, url } = transfer;
  const seconds = (time: number | null): string => (time === null ? '0.000000' : ((time - begun) / 1e9).toFixed(6));
  const total = (now - begun) / 1e9;
  const values: Record<string, string | number> = {
    http_code: String(reading.status).padStart(3, '0'),
    response_code: String(reading.status).padStart(3, '0'),
    http_version: reading.status === 0 ? '0' : `1.${reading.minor}`,
    num_connects: connects,
    size_download: reading.bodyLength,
    speed_download: total === 0 ? 0 : Math.floor(reading.bodyLength / total),
    time_namelookup: seconds(resolved),
    time_connect: seconds(connected),
    time_starttransfer: seconds(firstByte),
    time_total: seconds(now),
    url: `http://${url.authority}${url.target}`,
    remote_port: url.port,
    exitcode: exitCode,
  };
  return format
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/%\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
