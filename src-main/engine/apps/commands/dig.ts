import { formatAddress, parseAddress } from '../../wire/address.ts';
import { DNS_PORT, DNS_TYPES, rcodeName, typeName } from '../../wire/dns.ts';
import type { DnsMessage, DnsRecord } from '../../wire/dns.ts';
import { labelsOf, reverseName } from '../../wire/dns-name.ts';
import { printName } from '../../wire/dns-text.ts';
import type { Command } from '../command.ts';
import { newExchange, runExchange } from '../dns/exchange.ts';
import type { Answer, Exchange } from '../dns/exchange.ts';
import type { System } from '../system.ts';
import { portNumber, wholeNumber } from '../words.ts';

export interface DigOptions {
  /** Dotted; null: the host's own. */
  server: number | null;
  port: number;
  name: string;
  type: number;
  recursion: boolean;
  short: boolean;
  /** ns to wait for an answer. */
  timeout: number;
  tries: number;
}

interface DigMemory {
  exchange: Exchange | null;
}

/** Exit status of the real command: no server answered. */
const NO_ANSWER = 9;

/** One question to one server, and all of its answer. */
export const dig: Command<DigOptions, DigMemory> = {
  name: 'dig',
  synopsis: 'dig [@server] [-p port] [-x address] [name] [type] [+short] [+norecurse] [+time=seconds] [+tries=count]',

  parse(words) {
    const options: DigOptions = {
      server: null,
      port: DNS_PORT,
      name: '',
      type: DNS_TYPES.A,
      recursion: true,
      short: false,
      timeout: 5e9,
      tries: 3,
    };
    for (let at = 0; at < words.length; at++) {
      const word = words[at]!;
      const [setting = '', value = ''] = word.split('=');
      if (word.startsWith('@')) {
        options.server = parseAddress(word.slice(1));
        if (options.server === null) return { misuse: `bad server address '${word.slice(1)}'` };
      } else if (word === '+short') options.short = true;
      else if (word === '+norecurse' || word === '+norec') options.recursion = false;
      else if (setting === '+time' && wholeNumber(value, 1, 1000) !== null) options.timeout = Number(value) * 1e9;
      else if (setting === '+tries' && wholeNumber(value, 1, 100) !== null) options.tries = Number(value);
      else if (word === '-p') {
        const port = portNumber(words[++at] ?? '');
        if (port === null) return { misuse: `bad port '${words[at] ?? ''}'` };
        options.port = port;
      } else if (word === '-x') {
        const address = parseAddress(words[++at] ?? '');
        if (address === null) return { misuse: `bad address '${words[at] ?? ''}'` };
        options.name = reverseName(address);
        options.type = DNS_TYPES.PTR;
      } else if (/^[-+]/.test(word)) return { misuse: `invalid option '${word}'` };
      else if (Object.hasOwn(DNS_TYPES, word.toUpperCase()) && options.name !== '') options.type = typeCode(word);
      else if (labelsOf(word) === null) return { misuse: `'${word}' is not a legal name` };
      else options.name = word;
    }
    return options.name === '' ? { ...options, name: '.', type: DNS_TYPES.NS } : options;
  },

  begin: () => ({ exchange: null }),

  run(options, memory, system) {
    if (memory.exchange === null) {
      const servers = options.server === null ? system.environment.resolver : [options.server];
      const { recursion, port, timeout, tries } = options;
      const timeouts = Array.from({ length: tries }, () => timeout);
      memory.exchange = newExchange(options.name, options.type, servers, { recursion, port, timeouts });
    }
    const outcome = runExchange(memory.exchange, system);
    if (outcome === null) return null;
    if (outcome === 'TIMEOUT') {
      if (memory.exchange.sent > 0) system.print(';; communications error: timed out');
      system.print(';; no servers could be reached');
      return NO_ANSWER;
    }
    if (memory.exchange.wasCut) system.print(';; Truncated, retrying in TCP mode.');
    if (options.short) for (const { data } of outcome.message.answers) system.print(dataText(data));
    else show(options, outcome, memory.exchange.wasCut ? 'TCP' : 'UDP', system);
    return 0;
  },
};

/** The code of a type by its name, in any case. */
export function typeCode(name: string): number {
  return DNS_TYPES[name.toUpperCase() as keyof typeof DNS_TYPES];
}

function show(options: DigOptions, { message, server, time, size }: Answer, way: string, system: System): void {
  const [question] = message.questions;
  system.print('');
  system.print(`; <<>> dig <<>> ${printName(options.name)}${question?.type === 1 ? '' : ` ${typeName(options.type)}`}`);
  system.print(';; Got answer:');
  system.print(`;; ->>HEADER<<- opcode: QUERY, status: ${rcodeName(message.code)}, id: ${message.id}`);
  const { questions, answers, authorities, additionals } = message;
  const counts = `QUERY: ${questions.length}, ANSWER: ${answers.length}, AUTHORITY: ${authorities.length}`;
  system.print(`;; flags: ${flagsOf(message)}; ${counts}, ADDITIONAL: ${additionals.length}`);
  if (message.recursionDesired && !message.recursionAvailable) {
    system.print(';; WARNING: recursion requested but not available');
  }
  system.print('');
  system.print(';; QUESTION SECTION:');
  for (const { name, type } of questions) system.print(`;${full(name)}\t\tIN\t${typeName(type)}`);
  for (const [title, records] of Object.entries({ ANSWER: answers, AUTHORITY: authorities, ADDITIONAL: additionals })) {
    if (records.length === 0) continue;
    system.print('');
    system.print(`;; ${title} SECTION:`);
    for (const record of records) system.print(line(record));
  }
  system.print('');
  system.print(`;; Query time: ${Math.round(time / 1e6)} msec`);
  system.print(`;; SERVER: ${formatAddress(server)}#${options.port}(${formatAddress(server)}) (${way})`);
  system.print(`;; MSG SIZE  rcvd: ${size}`);
  system.print('');
}

function flagsOf(message: DnsMessage): string {
  const { response, authoritative, truncated, recursionDesired, recursionAvailable } = message;
  const flags = { qr: response, aa: authoritative, tc: truncated, rd: recursionDesired, ra: recursionAvailable };
  return Object.entries(flags)
    .flatMap(([name, set]) => (set ? [name] : []))
    .join(' ');
}

function line(record: DnsRecord): string {
  const { name, ttl, data } = record;
  const type = data.type === 'other' ? typeName(data.code) : data.type;
  return `${full(name)}\t\t${ttl}\tIN\t${type}\t${dataText(data)}`;
}

/** Data as a master file has them (RFC 1035 §5.1; unknown ones: RFC 3597 §5). */
export function dataText(data: DnsRecord['data']): string {
  switch (data.type) {
    case 'A':
      return formatAddress(data.address);
    case 'NS':
    case 'CNAME':
    case 'PTR':
      return full(data.target);
    case 'SOA': {
      const { primary, mailbox, serial, refresh, retry, expire, minimum } = data;
      return `${full(primary)} ${full(mailbox)} ${serial} ${refresh} ${retry} ${expire} ${minimum}`;
    }
    case 'other': {
      const digits = Array.from(data.bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return `\\# ${data.bytes.length} ${digits}`.trimEnd();
    }
  }
}

function full(name: string): string {
  return name === '' ? '.' : `${name}.`;
}
