import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildEnvironment } from '../kernel/config.ts';

const ROOT = join(import.meta.dirname, '../../..');
const WEB = join(ROOT, 'web');
const DIST = join(WEB, 'dist');
const MARK = '.made-from';

const SOURCES = [
  'web/src/**/*.{ts,tsx,css}',
  'web/*.{html,ts,json}',
  'web/public/**',
  'values/*.ts',
  'server/src/*/contract.ts',
  'package-lock.json',
];

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
    return readFileSync(join(DIST, MARK), 'utf8');
  } catch {
    return undefined;
  }
};

/** Puts a finished build in the place of the one before; whoever reads meanwhile has the old or the new, never half of each. */
const takePlace = (made: string): void => {
  const old = `${DIST}.old-${process.pid}`;
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(made, DIST);
  rmSync(old, { recursive: true, force: true });
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Removes what builds left that were cut off. */
const clearLeftovers = (): void => {
  for (const name of readdirSync(WEB)) {
    const pid = /^dist\.(?:new|old)-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number.parseInt(pid, 10)))
      rmSync(join(WEB, name), { recursive: true, force: true });
  }
};

const build = async (outDir: string): Promise<boolean> => {
  const vite = join(ROOT, 'node_modules/.bin/vite');
  const args = [vite, 'build', '--logLevel', 'error', '--outDir', outDir, '--emptyOutDir'];
  const child = spawn(process.execPath, args, {
    cwd: WEB,
    env: buildEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return (await new Promise<number | null>((done) => child.once('exit', done))) === 0;
};

/** Builds the web doors when their sources are not those the last build was made from. A build that fails leaves the last one. */
export const buildWeb = async (say: (line: string) => void): Promise<void> => {
  const wanted = fingerprint();
  if (made() === wanted) return;
  say('  Building the console (only when its sources changed) …');
  clearLeftovers();
  const outDir = `${DIST}.new-${process.pid}`;
  if (await build(outDir)) {
    writeFileSync(join(outDir, MARK), wanted);
    takePlace(outDir);
    return;
  }
  rmSync(outDir, { recursive: true, force: true });
  if (made() === undefined) throw new Error('the console could not be built; see the lines above');
  say('  The console could not be built; see the lines above. The one built before is served.');
};
