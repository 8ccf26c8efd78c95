/** What can be completed: the words this network and its commands give. */
export interface Vocabulary {
  commands: readonly { name: string; synopsis: string }[];
  /** Devices with their addresses: a name completes to its address, for a host knows no names of the drawing. */
  devices: readonly { name: string; addresses: readonly string[] }[];
  /** Interfaces of the host the terminal is on. */
  interfaces: readonly string[];
}

export interface Completion {
  /** What takes the place of the word at the cursor; the same when nothing can be said. */
  word: string;
  /** Whether the word is now whole. */
  whole: boolean;
  /** All that fits, when more than one does. */
  choices: string[];
}

/** Completes the last word of what stands before the cursor. */
export function complete(before: string, { commands, devices, interfaces }: Vocabulary): Completion {
  // A new command begins after each of these.
  const segment = before.slice(Math.max(...[';', '&', '|'].map((sign) => before.lastIndexOf(sign))) + 1).trimStart();
  const words = segment.split(/\s+/);
  const word = words.at(-1) ?? '';
  if (words.length <= 1)
    return chosen(
      word,
      commands.map(({ name }) => name).filter((name) => name.startsWith(word)),
    );
  const synopsis = commands.find(({ name }) => name === words[0])?.synopsis ?? '';
  if (word.startsWith('-'))
    return chosen(
      word,
      optionsOf(synopsis).filter((option) => option.startsWith(word)),
    );
  const plain = [...interfaces, ...wordsOf(synopsis, words[0]!), ...devices.flatMap(({ addresses }) => addresses)];
  const fitting = plain.filter((one) => one.startsWith(word));
  if (fitting.length > 0 || word === '') return chosen(word, fitting);
  // The beginning of a device's name stands for its addresses.
  return chosen(
    word,
    devices.filter(({ name }) => name.startsWith(word)).flatMap(({ addresses }) => addresses),
  );
}

function chosen(word: string, fitting: readonly string[]): Completion {
  const choices = [...new Set(fitting)].sort();
  if (choices.length === 0) return { word, whole: false, choices: [] };
  if (choices.length === 1) return { word: choices[0]!, whole: true, choices: [] };
  const common = choices.reduce((one, other) => {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length++;
    return one.slice(0, length);
  });
  return { word: common.startsWith(word) ? common : word, whole: false, choices };
}

/** Options named in a synopsis: `[-an]` is two, `[-c count]` and `--output` are one each. */
export function optionsOf(synopsis: string): string[] {
  const found = new Set<string>();
  for (const [, dashes, letters] of synopsis.matchAll(/(?<![\w])(--?)([A-Za-z][\w-]*)/g)) {
    if (dashes === '--') found.add(`--${letters}`);
    else for (const letter of letters!) found.add(`-${letter}`);
  }
  return [...found].sort();
}

/** Fixed words of a synopsis, where several are to choose from: `{addr | link | route}`. */
function wordsOf(synopsis: string, command: string): string[] {
  const found = [...synopsis.matchAll(/[{[]([^{}[\]]*\|[^{}[\]]*)[}\]]/g)].flatMap(([, inner]) => inner!.split('|'));
  return found.map((one) => one.trim()).filter((one) => /^[a-z]+$/.test(one) && one !== command);
}
