import { labelsOf } from '../../wire/dns-name.ts';
import type { Command } from '../command.ts';
import { isMisuse } from '../misuse.ts';
import { serveProxy } from '../http/proxy.ts';
import type { ProxyService, ProxySettings, Upstream } from '../http/proxy.ts';
import { listenOn } from '../listening.ts';
import { lookUpName, lookupText, runLookup } from '../resolver.ts';
import type { Lookup } from '../resolver.ts';
import type { System } from '../system.ts';
import { lastValue, portNumber, readWords, secondsAsTime } from '../words.ts';

export interface ReverseProxyOptions {
  port: number;
  settings: ProxySettings;
  /** Servers behind it, in turn. */
  upstreams: { host: string; port: number }[];
}

interface ReverseProxyMemory {
  lookup: Lookup | null;
  found: Upstream[];
  service: ProxyService | null;
}

/** Takes HTTP from clients and asks the servers behind it: two TCP connections for one request. */
export const reverseProxy: Command<ReverseProxyOptions, ReverseProxyMemory> = {
  name: 'reverse-proxy',
  synopsis: 'reverse-proxy [-n] [-p port] [-t timeout-seconds] server[:port]…',

  parse(words) {
    const read = readWords(words, { flags: ['n'], values: ['p', 't'] });
    if (isMisuse(read)) return read;
    const port = portNumber(lastValue(read, 'p') ?? '80');
    const patience = secondsAsTime(lastValue(read, 't') ?? '60');
    if (port === null || patience === null) return { misuse: 'a number is missing or out of range' };
    const upstreams: ReverseProxyOptions['upstreams'] = [];
    for (const operand of read.operands) {
      const [host = '', digits = '80', ...rest] = operand.split(':');
      const own = portNumber(digits);
      if (own === null || rest.length > 0 || (labelsOf(host)?.length ?? 0) === 0) {
        return { misuse: `not a server: '${operand}'` };
      }
      upstreams.push({ host, port: own });
    }
    if (upstreams.length === 0) return { misuse: 'no server to pass requests on to' };
    return { port, settings: { keepAlive: !read.flags.has('n'), patience, idle: 60e9 }, upstreams };
  },

  begin: () => ({ lookup: null, found: [], service: null }),

  run(options, memory, system) {
    if (memory.service === null) {
      const status = open(options, memory, system);
      if (status !== 0) return status;
    }
    serveProxy(memory.service!, options.settings, system);
    return null;
  },
};

/** Looks the servers up and begins to listen. 0: ready; null: it waits; else the exit status. */
function open(options: ReverseProxyOptions, memory: ReverseProxyMemory, system: System): number | null {
  while (memory.found.length < options.upstreams.length) {
    const { host, port } = options.upstreams[memory.found.length]!;
    memory.lookup ??= lookUpName(host);
    const found = runLookup(memory.lookup, system);
    if (found === null) return null;
    memory.lookup = null;
    if (typeof found === 'string') {
      system.print(`reverse-proxy: ${host}: ${lookupText(found)}`);
      return 1;
    }
    memory.found.push({ name: port === 80 ? host : `${host}:${port}`, address: found.addresses[0]!, port });
  }
  const listening = listenOn(options.port, system);
  if (typeof listening === 'string') {
    system.print(`reverse-proxy: ${listening}`);
    return 1;
  }
  memory.service = { listening, upstreams: memory.found, turn: 0, fronts: [], idle: [] };
  const names = memory.found.map(({ name }) => name).join(', ');
  system.print(`reverse-proxy: listening on port ${options.port}, passing on to ${names}`);
  return 0;
}
