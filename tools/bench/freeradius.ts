/** The peer: Debian's FreeRADIUS in a state directory of its own, by the scripts that come with the generator. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram } from './machine.ts';
import type { Run } from './measure.ts';
import { freePort } from './platform.ts';
import type { Server } from './radload.ts';

const lacking = (tools: string | undefined): string | undefined => {
  if (tools === undefined) return 'FREERADIUS_TOOLS is not set (the directory of start.sh and stop.sh)';
  if (!existsSync(join(tools, 'start.sh'))) return `FREERADIUS_TOOLS: there is no start.sh in ${tools}`;
  if (!hasProgram('freeradius'))
    return 'freeradius is not installed (Debian: freeradius freeradius-postgresql freeradius-utils)';
  return process.getuid?.() === 0 ? undefined : 'the FreeRADIUS scripts need root';
};

const script = (path: string, args: readonly string[]): Promise<void> =>
  new Promise((done, fail) => {
    execFile(path, args, (error, _, stderr) =>
      error ? fail(new Error(`${path} ${args.join(' ')}: ${stderr || error.message}`)) : done(),
    );
  });

const pidsIn = (files: readonly string[]): number[] =>
  files.filter((file) => existsSync(file)).map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10));

/**
 * Starts FreeRADIUS in a configuration of the scripts (`A` files, `B` SQL, `C` SQL with accounting) with that many users. Gives its authentication port (accounting
 * is the next one), its processes, and where its database is, or `undefined`, with the reason said, when it cannot be had here.
 */
export const startFreeradius = async (
  run: Run,
  configuration: 'A' | 'B' | 'C',
  users: number,
  options: readonly string[],
): Promise<(Server & { readonly database: string }) | undefined> => {
  const tools = process.env.FREERADIUS_TOOLS;
  const why = lacking(tools);
  if (why !== undefined || tools === undefined) {
    run.say(`${why}: no FreeRADIUS to compare with`);
    return undefined;
  }
  const state = await mkdtemp(join(tmpdir(), 'isp-freeradius-'));
  await chmod(state, 0o755);
  run.afterwards(() => rm(state, { recursive: true, force: true }));
  run.afterwards(() => script(join(tools, 'stop.sh'), ['-d', state, '-r']));
  const [port, database] = [await freePort(), await freePort()];
  await script(join(tools, 'start.sh'), [
    configuration,
    `${port}`,
    '-d',
    state,
    '-g',
    `${database}`,
    '-u',
    `${users}`,
    ...options,
  ]);
  const pids = pidsIn([join(state, 'run/freeradius.pid'), join(state, 'pg/postmaster.pid')]);
  return { port, also: [], pids, database: `postgres://postgres@127.0.0.1:${database}/postgres` };
};
