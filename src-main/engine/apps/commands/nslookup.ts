import { formatAddress, parseAddress } from '../../wire/address.ts';
import { DNS_PORT, DNS_TYPES, rcodeName, RCODES } from '../../wire/dns.ts';
import type { DnsRecord } from '../../wire/dns.ts';
import { labelsOf, reverseName } from '../../wire/dns-name.ts';
import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { newExchange, runExchange } from '../dns/exchange.ts';
import type { Answer, Exchange } from '../dns/exchange.ts';
import type { System } from '../system.ts';
import { lastValue, readWords } from '../words.ts';
import { dataText, typeCode } from './dig.ts';

export interface NslookupOptions {
  name: string;
  type: number;
  /** Null: the host's own. */
  server: number | null;
}

interface NslookupMemory {
  exchange: Exchange | null;
}

/** A name to its addresses, or an address to its name. */
export const nslookup: Command<NslookupOptions, NslookupMemory> = {
  name: 'nslookup',
  synopsis: 'nslookup [-type=A|CNAME|NS|PTR|SOA] name|address [server]',

  parse(words) {
    // The real command writes its long options with one dash.
    const read = readWords(
      words.map((word) => (/^-(type|query|querytype)=/.test(word) ? `-${word}` : word)),
      { values: ['type'], aliases: { query: 'type', querytype: 'type' } },
    );
    if (isMisuse(read)) return read;
    const [name, given, ...more] = read.operands;
    if (name === undefined || more.length > 0) return { misuse: 'a name, and at most one server' };
    const server = given === undefined ? null : parseAddress(given);
    if (given !== undefined && server === null) return { misuse: `bad server address '${given}'` };
    const type = (lastValue(read, 'type') ?? '').toUpperCase();
    if (type !== '' && !Object.hasOwn(DNS_TYPES, type)) return { misuse: `unknown query type: ${type}` };
    const address = parseAddress(name);
    if (address !== null) return { name: reverseName(address), type: DNS_TYPES.PTR, server };
    if (labelsOf(name) === null) return { misuse: `'${name}' is not a legal name` };
    return { name, type: type === '' ? DNS_TYPES.A : typeCode(type), server };
  },

  begin: () => ({ exchange: null }),

  run({ name, type, server }, memory, system) {
    const servers = server === null ? system.environment.resolver : [server];
    memory.exchange ??= newExchange(name, type, servers, { timeouts: [5e9, 5e9, 5e9] });
    const outcome = runExchange(memory.exchange, system);
    if (outcome === null) return null;
    if (outcome === 'TIMEOUT') {
      system.print(';; connection timed out; no servers could be reached');
      system.print('');
      return 1;
    }
    return show(name, outcome, system);
  },
};

function show(name: string, { message, server }: Answer, system: System): number {
  system.print(`Server:\t\t${formatAddress(server)}`);
  system.print(`Address:\t${formatAddress(server)}#${DNS_PORT}`);
  system.print('');
  if (message.code !== RCODES.NOERROR) {
    system.print(`** server can't find ${name}: ${rcodeName(message.code)}`);
    system.print('');
    return 1;
  }
  if (!message.authoritative) system.print('Non-authoritative answer:');
  if (message.answers.length === 0) system.print(`*** Can't find ${name}: No answer`);
  for (const record of message.answers) for (const text of linesOf(record)) system.print(text);
  system.print('');
  return 0;
}

function linesOf({ name, data }: DnsRecord): string[] {
  switch (data.type) {
    case 'A':
      return [`Name:\t${name}`, `Address: ${dataText(data)}`];
    case 'CNAME':
      return [`${name}\tcanonical name = ${dataText(data)}`];
    case 'PTR':
      return [`${name}\tname = ${dataText(data)}`];
    case 'NS':
      return [`${name}\tnameserver = ${dataText(data)}`];
    case 'SOA':
    case 'other':
      return [`${name}\t${dataText(data)}`];
  }
}
