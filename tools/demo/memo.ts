import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../server/src/kernel/config.ts';
import type { Scope } from './book.ts';
import type { SignIn } from './isp.ts';

/** What the demo remembers of the database it made, beside it. Written when all of it is made, so a demo that was cut off is made again. */
export interface Memo {
  /** `kernel.installation.id` of the database. */
  readonly installation: string;
  readonly scope: Scope;
  readonly owner: SignIn;
}

const fileOf = (config: Config): string => join(config.data_dir, 'demo.json');

/** The memo of the data directory, when there is one. */
export const readMemo = (config: Config): Memo | undefined => {
  try {
    return JSON.parse(readFileSync(fileOf(config), 'utf8')) as Memo;
  } catch {
    return undefined;
  }
};

/** Keeps the memo; it has a password, so nobody else may read it. */
export const writeMemo = (config: Config, memo: Memo): void =>
  writeFileSync(fileOf(config), `${JSON.stringify(memo, null, 2)}\n`, { mode: 0o600 });

/** Forgets the memo. */
export const forgetMemo = (config: Config): void => rmSync(fileOf(config), { force: true });
