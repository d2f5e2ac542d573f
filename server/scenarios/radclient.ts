/** Debian's `radclient` (freeradius-utils), as a NAS would use the protocol. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether `radclient` is installed. Under CI it must be: the story fails there without it. */
export const hasRadclient = (): boolean => {
  try {
    execFileSync('radclient', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI === 'true') return true;
    console.log('skipped: radclient is not installed (Debian: freeradius-utils)');
    return false;
  }
};

export interface RadiusReply {
  /** `Access-Accept`, `Access-Reject`, `Accounting-Response`, or `none`. */
  readonly code: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const readReply = (output: string): RadiusReply => {
  const after = output.slice(output.lastIndexOf('Received '));
  const code = /^Received (\S+)/.exec(after)?.[1] ?? 'none';
  const attributes = [...after.matchAll(/^\s+([A-Za-z0-9-]+)(?::\d+)? = (.*)$/gm)].map(([, name, value]) => [
    name,
    value?.replaceAll('"', ''),
  ]);
  return { code, attributes: Object.fromEntries(attributes) };
};

const written = (value: string | number): string =>
  typeof value === 'number' || value.startsWith('0x') ? String(value) : JSON.stringify(value);

/** Sends one request of `kind` (auth or acct) and gives the reply; `none` after two seconds of silence. */
export const radclient = (
  port: number,
  kind: 'auth' | 'acct',
  secret: string,
  attributes: Readonly<Record<string, string | number>>,
): Promise<RadiusReply> => {
  const dir = mkdtempSync(join(tmpdir(), 'isp-radclient-'));
  const file = join(dir, 'request');
  writeFileSync(
    file,
    `${Object.entries(attributes)
      .map(([name, value]) => `${name} = ${written(value)}`)
      .join('\n')}\n`,
  );
  const args = ['-x', '-r', '1', '-t', '2', '-f', file, `127.0.0.1:${port}`, kind, secret];
  return new Promise((done) => {
    execFile('radclient', args, (_, stdout) => {
      rmSync(dir, { recursive: true, force: true });
      done(stdout.includes('Received ') ? readReply(stdout) : { code: 'none', attributes: {} });
    });
  });
};
