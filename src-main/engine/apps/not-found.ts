import { commandNamed, commandNames } from './builtins.ts';
import { parseLine } from './line.ts';
import { isMisuse } from './misuse.ts';

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
  const other = elsewhere(name);
  if (other !== null) return `${name}: command not found (here it is ${other})`;
  const [near] = spelt(name);
  return `${name}: command not found (${near === undefined ? 'help lists those there are' : `did you mean ${near}?`})`;
}

/** The first command of a line that there is not, and those it may be meant for; null: there are all, or nobody can read it. */
export function unknownCommand(line: string): { name: string; near: string[] } | null {
  const commands = parseLine(line);
  if (isMisuse(commands)) return null;
  const name = commands.map(({ words }) => words[0]!).find((word) => commandNamed(word) === null);
  if (name === undefined) return null;
  const other = elsewhere(name);
  return { name, near: other === null ? spelt(name) : [other] };
}

/** What a drawn host calls it; null: it has no other name here. */
function elsewhere(name: string): string | null {
  const small = name.toLowerCase();
  return Object.hasOwn(ELSEWHERE, small) ? ELSEWHERE[small]! : null;
}

/** The commands that are spelt almost so. */
function spelt(name: string): string[] {
  const small = name.toLowerCase();
  // Names of two letters are near to too much.
  return commandNames().filter((known) => known === small || (known.length > 2 && isNear(small, known)));
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
