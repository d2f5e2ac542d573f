import { spawn } from 'node:child_process';

/** The system user that PostgreSQL runs as when the platform runs as root. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** How a program ended: its exit code (`null` when a signal ended it or it could not be started) and all it wrote. */
interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/**
 * How every child is started: from `/` (our own working directory may be closed to the owner), with an environment of its own
 * so that no PG* variable leaks in, as the owner where there is one.
 */
export const asOwner = (owner: Owner | undefined) => ({
  cwd: '/',
  env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  ...(owner === undefined ? {} : { uid: owner.uid, gid: owner.gid }),
});

/** Runs a program to its end and gives its code and output; never rejects. */
export const run = (
  program: string,
  args: readonly string[],
  options: { owner?: Owner | undefined; input?: string } = {},
): Promise<Ended> => {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(program, args, { ...asOwner(options.owner), stdio: 'pipe' });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => resolve({ code: null, output: error.message }));
  child.on('close', (code) => resolve({ code, output }));
  child.stdin.end(options.input ?? '');
  return promise;
};
