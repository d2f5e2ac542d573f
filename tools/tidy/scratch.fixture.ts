import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

export const REPOSITORY = resolve(import.meta.dirname, '../..');

/** A small tree of its own below the system's temporary folder. */
export interface Scratch {
  readonly root: string;
  /** Writes a file, replacing it. */
  write(path: string, text: string): void;
  /** Writes behind what a file holds. */
  append(path: string, text: string): void;
  /** Makes `at` lead to the folder `to`. */
  link(at: string, to: string): void;
  /** Runs a program of Node with the tree as its working directory. */
  run(file: string, ...args: readonly string[]): { status: number | null; out: string; err: string };
  remove(): void;
}

const runIn = (root: string, file: string, args: readonly string[]) => {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const run = spawnSync(process.execPath, [file, ...args], { cwd: root, encoding: 'utf8', env, maxBuffer: 64 << 20 });
  return { status: run.status, out: run.stdout, err: run.stderr };
};

/** Makes an empty tree. The caller removes it, or takes `scratchForTest`. */
export const scratch = (): Scratch => {
  const root = mkdtempSync(join(tmpdir(), 'tidy-'));
  const folderOf = (path: string): string => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    return join(root, path);
  };
  return {
    root,
    write: (path, text) => writeFileSync(folderOf(path), text),
    append: (path, text) => appendFileSync(folderOf(path), text),
    link: (at, to) => symlinkSync(join(root, to), folderOf(at)),
    run: (file, ...args) => runIn(root, file, args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** A tree that goes away with the test. */
export const scratchForTest = (files: Readonly<Record<string, string>> = {}): Scratch => {
  const tree = scratch();
  onTestFinished(() => tree.remove());
  for (const [path, text] of Object.entries(files)) tree.write(path, text);
  return tree;
};

/** A program installed beside this repository, by the name npm gives it. */
export const installed = (name: string): string => join(REPOSITORY, 'node_modules/.bin', name);
