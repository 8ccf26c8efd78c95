import { commandNames } from './builtins.ts';

/** What other systems call something that a drawn host has under another name. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  cls: 'clear',
  dir: 'ls',
  host: 'nslookup',
  ipconfig: 'ifconfig',
  iperf: 'bulk',
  iperf3: 'bulk',
  ncat: 'nc',
  netcat: 'nc',
  pathping: 'traceroute',
  pkill: 'kill',
  taskkill: 'kill',
  tasklist: 'ps',
  telnet: 'nc',
  tracepath: 'traceroute',
  tracert: 'traceroute',
  type: 'cat',
  wget: 'curl',
};

/** Why a line was not run, and what to type instead: a command by another name, one that is spelt almost so, or `help`. */
export function notFound(name: string): string {
  const small = name.toLowerCase();
  const other = Object.hasOwn(ELSEWHERE, small) ? ELSEWHERE[small]! : null;
  if (other !== null) return `${name}: command not found (here it is ${other})`;
  // Names of two letters are near to too much.
  const near = commandNames().find((known) => known === small || (known.length > 2 && isNear(small, known)));
  return `${name}: command not found (${near === undefined ? 'help lists those there are' : `did you mean ${near}?`})`;
}

/** Whether one letter more, one less, another one, or two neighbours that changed places make one of the other. */
function isNear(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  const swapped = restA.length > 1 && restA[0] === restB[1] && restA[1] === restB[0];
  return (
    restA === restB ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (swapped && restA.slice(2) === restB.slice(2))
  );
}
