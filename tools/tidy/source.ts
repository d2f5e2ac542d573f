import type { Node } from 'oxc-parser';
import { type EcmaScriptModule, parseSync, visitorKeys } from 'oxc-parser';

/** A node with the way to it: `key` is the property of `parent.node` that holds it. */
export interface Seen {
  readonly node: Node;
  readonly key: string;
  readonly parent: Seen | undefined;
}

interface Parsed {
  readonly module: EcmaScriptModule;
  readonly nodes: readonly Seen[];
  readonly errors: readonly { readonly at: number; readonly message: string }[];
}

/** One file of the tree. Parsing waits until a rule asks, and happens once. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly parsed: () => Parsed;
  readonly lineAt: (offset: number) => number;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const childrenOf = (seen: Seen): Seen[] =>
  (visitorKeys[seen.node.type] ?? []).flatMap((key) => {
    const held = (seen.node as unknown as Record<string, unknown>)[key];
    const values: unknown[] = Array.isArray(held) ? held : [held];
    return values.filter(isNode).map((node) => ({ node, key, parent: seen }));
  });

const flatten = (root: Node): Seen[] => {
  const all: Seen[] = [{ node: root, key: '', parent: undefined }];
  for (let i = 0; i < all.length; i++) all.push(...childrenOf(all[i] as Seen));
  return all;
};

const parse = (path: string, text: string): Parsed => {
  const { program, module, errors } = parseSync(path, text);
  return {
    module,
    nodes: flatten(program),
    errors: errors.map((error) => ({ at: error.labels[0]?.start ?? 0, message: error.message })),
  };
};

/** The number of lines in a text; a last line break opens no further line. */
export const lineCount = (text: string): number =>
  text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** A file from its path (relative to the root, written with `/`) and its text. */
export const sourceOf = (path: string, text: string): Source => {
  let parsed: Parsed | undefined;
  return {
    path,
    text,
    parsed: () => {
      parsed ??= parse(path, text);
      return parsed;
    },
    lineAt: (offset) => text.slice(0, offset).split('\n').length,
  };
};
