import { execFileSync } from 'node:child_process';
import { existsSync, globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Source, sourceOf } from './source.ts';

const SKIPPED = /(^|\/)(node_modules|dist|data|coverage|\.git)(\/|$)/;
const BINARY = /\.(png|jpe?g|gif|ico|webp|avif|woff2?|ttf|pdf|gz|zip|br|node)$/i;

/** What git knows or would know of: tracked files and new ones that are not ignored. */
const gitPaths = (root: string): string[] =>
  execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  }).split('\0');

const walkedPaths = (root: string): string[] => globSync('**/*', { cwd: root, exclude: (name) => SKIPPED.test(name) });

const hasGit = (root: string): boolean => existsSync(join(root, '.git'));

const isText = (root: string, path: string): boolean => {
  if (path === '' || BINARY.test(path) || SKIPPED.test(path)) return false;
  const file = join(root, path);
  return existsSync(file) && lstatSync(file).isFile();
};

/** The files of the tree, sorted. Without a git directory the tree is walked. */
const pathsOf = (root: string): string[] =>
  [...new Set(hasGit(root) ? gitPaths(root) : walkedPaths(root))].filter((path) => isText(root, path)).sort();

/** Every text file of the tree, read once. */
export const readTree = (root: string): Source[] =>
  pathsOf(root).map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')));
