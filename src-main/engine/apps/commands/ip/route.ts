import type { Route, RouteChange } from '../../../net/administration.ts';
import { formatAddress, networkOf, parseAddress } from '../../../wire/address.ts';
import type { Misuse } from '../../misuse.ts';
import type { System } from '../../system.ts';
import { wholeNumber } from '../../words.ts';
import { sorted } from '../route.ts';
import { answered, interfaceNamed, pairs, parsePrefix } from './words.ts';

/** `ip route [show]`, `ip route add|del|replace prefix via address [dev name] [metric n]`, `ip route get address`. */
export function route(words: readonly string[], system: System): number | Misuse {
  const [verb = 'show', ...rest] = words;
  switch (verb) {
    case 'add':
    case 'replace':
    case 'del':
    case 'delete':
      return change(verb, rest, system);
    case 'get':
      return get(rest, system);
    case 'show':
    case 'list':
    case 'ls':
    case 'sh':
      return show(rest, system);
    default:
      return show(words, system);
  }
}

function show(words: readonly string[], system: System): number | Misuse {
  const only = words[0] === undefined ? null : parsePrefix(words[0]);
  if (words[0] !== undefined && only === null) {
    return { misuse: `any valid prefix is expected rather than "${words[0]}".` };
  }
  for (const row of sorted(system.network.routes())) {
    if (only === null || (row.network === only.address && row.prefix === only.prefix)) {
      system.print(routeText(row, system));
    }
  }
  return 0;
}

/** A row as `ip route` words it. */
function routeText({ network, prefix, via, port, kind, metric }: Route, system: System): string {
  const one = system.network.interfaces()[port];
  const to = prefix === 0 ? 'default' : prefix === 32 ? formatAddress(network) : `${formatAddress(network)}/${prefix}`;
  const protocol = { connected: 'kernel', static: 'static', default: 'static' }[kind as string] ?? kind;
  const source = one?.address === null || one === undefined ? '' : ` src ${formatAddress(one.address)}`;
  return [
    to,
    ...(via === null ? [] : [`via ${formatAddress(via)}`]),
    `dev ${one?.name ?? '?'}`,
    `proto ${protocol}`,
    ...(via === null ? [`scope link${source}`] : []),
    ...(metric === 0 ? [] : [`metric ${metric}`]),
  ].join(' ');
}

/** Which way a packet would go, and below it the row of the table that says so. */
function get(words: readonly string[], system: System): number | Misuse {
  const destination = parseAddress(words[0] === 'to' ? (words[1] ?? '') : (words[0] ?? ''));
  if (destination === null) return { misuse: `any valid address is expected rather than "${words[0] ?? ''}".` };
  const { network } = system;
  if (network.isLocal(destination)) {
    const at = formatAddress(destination);
    system.print(`local ${at} dev lo src ${at}`);
    return 0;
  }
  const row = network.routeTo(destination);
  if (row === null) return answered('ENETUNREACH', system);
  const via = row.via === null ? '' : ` via ${formatAddress(row.via)}`;
  const source = network.sourceFor(destination);
  const from = source === null ? '' : ` src ${formatAddress(source)}`;
  system.print(`${formatAddress(destination)}${via} dev ${network.interfaces()[row.port]?.name ?? '?'}${from}`);
  system.print(`    matched: ${routeText(row, system)}`);
  return 0;
}

function change(verb: string, words: readonly string[], system: System): number | Misuse {
  const read = pairs(words, ['via', 'dev', 'metric', 'src', 'proto', 'scope']);
  if ('misuse' in read) return read;
  const to = parsePrefix(read.alone[0] ?? '');
  if (to === null) return { misuse: `any valid prefix is expected rather than "${read.alone[0] ?? ''}".` };
  const viaWord = read.named.get('via');
  const via = viaWord === undefined ? null : parseAddress(viaWord);
  if (viaWord !== undefined && via === null)
    return { misuse: `any valid address is expected rather than "${viaWord}".` };
  const device = read.named.get('dev');
  const one = device === undefined ? null : interfaceNamed(device, system);
  if (one !== null && 'misuse' in one) return one;
  const metricWord = read.named.get('metric');
  const metric = metricWord === undefined ? null : wholeNumber(metricWord, 0, 2 ** 32 - 1);
  if (metricWord !== undefined && metric === null) return { misuse: `"metric" value is invalid: ${metricWord}` };
  const row: RouteChange = { destination: to.address, prefix: to.prefix, via, port: one?.port ?? null };
  if (metric !== null) row.metric = metric;
  if (verb.startsWith('del')) return answered(system.network.removeRoute(row), system);
  if (networkOf(to.address, to.prefix) !== to.address) return { misuse: 'Invalid prefix for given prefix length.' };
  if (verb === 'replace') system.network.removeRoute({ ...row, via: null, port: null });
  return answered(system.network.addRoute(row), system);
}
