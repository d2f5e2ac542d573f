import { parseArgs } from 'node:util';

/** An option of a command: `shown` is how its value is called in the help; one without is a switch. */
export interface Option {
  readonly about: string;
  readonly shown?: string;
  readonly needed?: boolean;
}

type Options = Readonly<Record<string, Option>>;

/** What was given: a needed option is there, a switch is yes or no, another may be missing. */
export type Given<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { readonly shown: string }
    ? O[K] extends { readonly needed: true }
      ? string
      : string | undefined
    : boolean;
};

/** One command of the command line. `words` are its name, `takes` what it wants behind its name. */
export interface Command {
  readonly words: readonly string[];
  readonly about: string;
  readonly takes?: string;
  readonly notes?: string;
  readonly options: Options;
  readonly run: (given: never, rest: readonly string[]) => Promise<void>;
}

/** Declares a command, whose `run` gets its options by the types they are declared with. */
export const command = <const O extends Options>(
  words: string,
  about: string,
  rest: {
    readonly options?: O;
    readonly takes?: string;
    readonly notes?: string;
    readonly run: (given: Given<O>, rest: readonly string[]) => Promise<void>;
  },
): Command => ({ ...rest, words: words.split(' '), about, options: rest.options ?? {} });

/** The command line is not usable as it was typed; the message ends in what to type instead. */
export class Misuse extends Error {}

const written = (name: string, { shown }: Option): string => (shown === undefined ? `--${name}` : `--${name} ${shown}`);

const nameOf = ({ words }: Command): string => `isp ${words.join(' ')}`;

/** How a command is used, on one line: `isp nas add --name NAME --address CIDR [--vendor VENDOR]`. */
export const usageOf = (of: Command): string =>
  [
    nameOf(of),
    ...(of.takes === undefined ? [] : [of.takes]),
    ...Object.entries(of.options).map(([name, o]) => (o.needed ? written(name, o) : `[${written(name, o)}]`)),
  ].join(' ');

/** What `--help` says of one command. */
export const helpOf = (of: Command): string => {
  const options = Object.entries(of.options).map(([name, o]) => [written(name, o), o.about] as const);
  const width = Math.max(0, ...options.map(([left]) => left.length));
  return [
    `${usageOf(of)}\n\n  ${of.about}\n`,
    ...(options.length === 0 ? [] : [options.map(([left, right]) => `    ${left.padEnd(width)}  ${right}\n`).join('')]),
    ...(of.notes === undefined ? [] : [of.notes.replaceAll(/^/gm, '  ').concat('\n')]),
  ].join('\n');
};

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, x] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, y] of [...b].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (x === y ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The word that was probably meant, as a question to add to a message; empty when none is near. */
export const nearest = (typed: string, words: readonly string[]): string => {
  const [best] = words
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ word, far }) => far <= Math.max(1, Math.floor(word.length / 3)))
    .sort((a, b) => a.far - b.far);
  return best === undefined ? '' : ` Did you mean ${best.word}?`;
};

interface Read {
  readonly given: Readonly<Record<string, string | boolean | undefined>>;
  readonly rest: readonly string[];
  readonly problems: readonly string[];
}

interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly rawName?: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

const problemOf = ({ name = '', rawName = '', value, inlineValue }: Token, options: Options): string[] => {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const known = Object.keys(options).map((n) => `--${n}`);
    return [`There is no option ${rawName}.${nearest(rawName, known)}`];
  }
  if (option.shown === undefined) return value === undefined ? [] : [`${rawName} takes no value.`];
  const swallowed = value?.startsWith('--') && !inlineValue;
  return value === undefined || value === '' || swallowed ? [`${rawName} needs a value.`] : [];
};

const read = (args: readonly string[], options: Options): Read => {
  const { tokens, positionals, values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, o]) => [name, { type: o.shown === undefined ? 'boolean' : 'string' }]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const wrong = (tokens as Token[]).filter((t) => t.kind === 'option').flatMap((t) => problemOf(t, options));
  const missing = Object.entries(options).filter(([name, o]) => o.needed && values[name] === undefined);
  const problems = [
    ...wrong,
    ...(missing.length === 0 ? [] : [`Needed: ${missing.map(([name, o]) => written(name, o)).join(' ')}`]),
  ];
  const switches = Object.entries(options).flatMap(([name, o]) => (o.shown === undefined ? [[name, false]] : []));
  return { given: { ...Object.fromEntries(switches), ...values } as Read['given'], rest: positionals, problems };
};

const HELP = new Set(['--help', '-h']);

const surplus = (of: Command, rest: readonly string[]): string[] => {
  if (of.takes === undefined) return rest.length === 0 ? [] : [`${rest[0]} is one word too many.`];
  return rest.length === 0 ? [`It wants ${of.takes}.`] : [];
};

/** Reads the arguments of a command and gives what is to be done; throws `Misuse` with everything that is wrong with them. */
export const prepareCommand = (of: Command, args: readonly string[]): (() => Promise<void>) => {
  const misuse = (why: string) => new Misuse(`${nameOf(of)}: ${why}\nusage: ${usageOf(of)}`);
  const { given, rest, problems } = read(args, of.options);
  const all = problems.length > 0 ? problems : surplus(of, rest);
  if (all.length > 0) throw misuse(all.join('\n'));
  return async () => {
    try {
      await of.run(given as never, rest);
    } catch (error) {
      throw error instanceof Misuse ? misuse(error.message) : error;
    }
  };
};

const beginsWith = (args: readonly string[], words: readonly string[]): boolean =>
  words.every((word, i) => args[i] === word);

/** The commands whose names begin with what was typed, before its first option. */
const family = (args: readonly string[], commands: readonly Command[]): readonly Command[] => {
  const end = args.findIndex((a) => a.startsWith('-'));
  const typed = args.slice(0, end < 0 ? args.length : end);
  return typed.length === 0 ? [] : commands.filter(({ words }) => beginsWith(words, typed));
};

const unknown = (args: readonly string[], commands: readonly Command[]): Misuse => {
  const names = commands.map(({ words }) => words.join(' '));
  const typed = args.slice(0, 2).filter((a) => !a.startsWith('-'));
  const meant =
    nearest(typed.join(' '), names) ||
    nearest(typed[0] ?? '', [...new Set(commands.map(({ words }) => words[0] as string))]);
  return new Misuse(`There is no command ${typed.join(' ') || args[0]}.${meant}\nisp --help shows those there are.`);
};

/** What is to be done for a command line: a text to show, or a command to run. Throws `Misuse`. */
export const understand = (
  args: readonly string[],
  commands: readonly Command[],
  help: string,
): string | (() => Promise<void>) => {
  const [first, ...others] = args;
  if (first === undefined || HELP.has(first)) return help;
  if (first === 'help') return others.length === 0 ? help : understand([...others, '--help'], commands, help);
  const of = commands.find(({ words }) => beginsWith(args, words));
  const asked = args.some((a) => HELP.has(a));
  if (of !== undefined) return asked ? helpOf(of) : prepareCommand(of, args.slice(of.words.length));
  const near = family(args, commands);
  if (asked && near.length > 0) return near.map(helpOf).join('\n');
  if (near.length > 0) throw new Misuse(`usage: ${near.map(usageOf).join('\n       ')}`);
  throw unknown(args, commands);
};
