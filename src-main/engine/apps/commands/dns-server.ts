import { parseAddress } from '../../wire/address.ts';
import { DNS_PORT } from '../../wire/dns.ts';
import { labelsOf } from '../../wire/dns-name.ts';
import type { Command } from '../command.ts';
import type { Misuse } from '../misuse.ts';
import { isMisuse } from '../misuse.ts';
import { serveNames } from '../dns/server.ts';
import type { DnsService } from '../dns/server.ts';
import { isZoneFault, readZone, zonesOf } from '../dns/zone.ts';
import type { Zone } from '../dns/zone.ts';
import { listenOn } from '../listening.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords } from '../words.ts';

export interface DnsServerOptions {
  port: number;
  /** Paths of zone files among the host's files. */
  files: string[];
  /** `www.example.com=10.0.0.5` (an address, with its reverse record) or `www.example.com=web.example.com` (an alias). */
  hosts: { name: string; address?: number; alias?: string }[];
  forwarders: number[];
  roots: number[];
  quiet: boolean;
}

interface DnsServerMemory {
  service: DnsService | null;
}

/** A name server: zones of its own, and, with forwarders or root servers, everybody else's from its cache. */
export const dnsServer: Command<DnsServerOptions, DnsServerMemory> = {
  name: 'dns-server',
  synopsis: 'dns-server [-q] [-p port] [-z zone-file]… [-f forwarder]… [-r root-server]… [name=address | name=name]…',

  parse(words) {
    const read = readWords(words, { flags: ['q'], values: ['p', 'z', 'f', 'r'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? String(DNS_PORT));
    if (port === null) return { misuse: `bad port '${lastValue(read, 'p')}'` };
    const forwarders = addresses(read.values.get('f'));
    if ('misuse' in forwarders) return forwarders;
    const roots = addresses(read.values.get('r'));
    if ('misuse' in roots) return roots;
    const hosts: DnsServerOptions['hosts'] = [];
    for (const operand of read.operands) {
      const [name = '', value = '', ...rest] = operand.split('=');
      if ((labelsOf(name)?.length ?? 0) === 0 || (labelsOf(value)?.length ?? 0) === 0 || rest.length > 0) {
        return { misuse: `not name=address: '${operand}'` };
      }
      const address = parseAddress(value);
      hosts.push(address === null ? { name, alias: value } : { name, address });
    }
    return { port, files: read.values.get('z') ?? [], hosts, forwarders, roots, quiet: read.flags.has('q') };
  },

  begin: () => ({ service: null }),

  run(options, memory, system) {
    if (memory.service === null) {
      const service = open(options, system);
      if (typeof service === 'string') {
        system.print(`dns-server: ${service}`);
        return 1;
      }
      memory.service = service;
      const names = service.zones.map(({ origin }) => origin || '.').join(', ');
      system.print(`dns-server: listening on port ${options.port}${names === '' ? '' : `, zones ${names}`}`);
    }
    serveNames(memory.service, system);
    return null;
  },
};

/** The service ready to run, or why it cannot. */
function open(options: DnsServerOptions, system: System): DnsService | string {
  const zones: Zone[] = zonesOf(options.hosts);
  for (const path of options.files) {
    const text = system.environment.files.get(path);
    if (text === undefined) return `${path}: file not found`;
    const zone = readZone(text);
    if (isZoneFault(zone)) return `${path}:${zone.line}: ${zone.problem}`;
    zones.push(zone);
  }
  const descriptor = system.socket('datagram');
  if (typeof descriptor === 'string') return descriptor;
  const bound = system.bind(descriptor, 0, options.port);
  if (bound !== 0) return `bind: ${bound}`;
  const listening = listenOn(options.port, system);
  if (typeof listening === 'string') return listening;
  const { forwarders, roots, quiet } = options;
  const upstream = forwarders.length + roots.length === 0 ? null : { forwarders, roots };
  const empty = { connections: [], nextConnection: 1, waiting: [] };
  return { descriptor, listening, zones, upstream, cache: new Map(), ...empty, verbose: !quiet };
}

function addresses(texts: readonly string[] = []): number[] | Misuse {
  const found: number[] = [];
  for (const text of texts) {
    const address = parseAddress(text);
    if (address === null) return { misuse: `bad address '${text}'` };
    found.push(address);
  }
  return found;
}
