import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEnvironment } from '../kernel/config.ts';

const ROOT = join(import.meta.dirname, '../../..');
const WEB = join(ROOT, 'web');
const MARK = join(WEB, 'dist/.made-from');

const SOURCES = ['web/src/**/*.{ts,tsx,css}', 'web/*.{html,ts,json}', 'web/public/**', 'values/*.ts', 'server/src/*/contract.ts', 'package-lock.json'];

const fingerprint = (): string => {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort();
  for (const file of files) {
    try {
      hash.update(file).update(readFileSync(join(ROOT, file)));
    } catch {}
  }
  return hash.digest('hex');
};

const made = (): string | undefined => {
  try {
    return readFileSync(MARK, 'utf8');
  } catch {
    return undefined;
  }
};

/** Builds the web doors when their sources are not those the last build was made from. */
export const buildWeb = async (say: (line: string) => void): Promise<void> => {
  const wanted = fingerprint();
  if (made() === wanted) return;
  say('  Building the console (only when its sources changed) …');
  const vite = join(ROOT, 'node_modules/.bin/vite');
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: WEB, env: buildEnvironment(), stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  if (code !== 0) throw new Error('the console could not be built; see the lines above');
  writeFileSync(MARK, wanted);
};
