import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { defineFault } from '@isp/values';
import { z } from 'zod';

/** What a process of the platform does. */
export type Role = 'http' | 'radius' | 'worker' | 'poller';
export const ROLES: readonly Role[] = ['http', 'radius', 'worker', 'poller'];

/** Everything the environment decides. Read once, at start. */
export interface Config {
  readonly database_url: string | undefined;
  readonly redis_url: string | undefined;
  readonly elasticsearch_url: string | undefined;
  readonly data_dir: string;
  readonly http_port: number;
  readonly public_url: string;
  readonly radius_auth_port: number;
  readonly radius_acct_port: number;
  readonly radsec_port: number;
  readonly coa_port: number;
  readonly metrics_port: number | undefined;
  readonly roles: readonly Role[];
  readonly admin_email: string | undefined;
  readonly admin_password: string | undefined;
  readonly secret_key: Uint8Array;
  readonly sandbox: boolean;
  readonly log_level: string;
}

const ConfigInvalid = defineFault(
  'kernel.config-invalid',
  500,
  (p: { problems: readonly string[] }) =>
    `The environment is not usable:\n${p.problems.map((x) => `  - ${x}`).join('\n')}`,
  'Correct these variables and start again; docs/configuration.md lists them all.',
);

const DataDirUnusable = defineFault(
  'kernel.data-dir-unusable',
  500,
  (p: { dir: string; reason: string }) => `The data directory ${p.dir} cannot be used: ${p.reason}.`,
  'Give this user a directory it may write in: set ISP_DATA_DIR.',
);

const PORT = 'is not a port: a whole number from 0 (any free one) to 65535';
const anyPort = z.coerce.number(PORT).int(PORT).min(0, PORT).max(65535, PORT);
const port = (fallback: number) => anyPort.default(fallback);
const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `is not a URL like ${example}` });
const flag = z
  .enum(['', '0', '1', 'true', 'false'], 'is 1 (on) or 0 (off)')
  .default('')
  .transform((v) => v === '1' || v === 'true');
const roles = z
  .string()
  .default(ROLES.join(','))
  .transform((v) =>
    v
      .split(',')
      .map((r) => r.trim())
      .filter(Boolean),
  )
  .pipe(
    z
      .array(z.enum(['http', 'radius', 'worker', 'poller'], `is not one of ${ROLES.join(', ')}`))
      .min(1, 'names no role'),
  );

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const Environment = z.object({
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/name').optional(),
  REDIS_URL: url(/^rediss?$/, 'redis://host:6379').optional(),
  ELASTICSEARCH_URL: url(/^https?$/, 'http://host:9200').optional(),
  ISP_DATA_DIR: z.string().min(1).default('data'),
  ISP_HTTP_PORT: port(3000),
  ISP_PUBLIC_URL: url(/^https?$/, 'https://isp.example').optional(),
  ISP_RADIUS_AUTH_PORT: port(1812),
  ISP_RADIUS_ACCT_PORT: port(1813),
  ISP_RADSEC_PORT: port(2083),
  ISP_COA_PORT: port(3799),
  ISP_METRICS_PORT: anyPort.optional(),
  ISP_ROLES: roles,
  ISP_ADMIN_EMAIL: z.email('is not an e-mail address').optional(),
  ISP_ADMIN_PASSWORD: z.string().min(12, 'needs at least 12 characters').optional(),
  ISP_SECRET_KEY: z.string().min(16, 'needs at least 16 characters').optional(),
  ISP_SANDBOX: flag,
  ISP_LOG_LEVEL: z.enum(LEVELS, `is not one of ${LEVELS.join(', ')}`).default('info'),
});

const present = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

const keptKey = (file: string): string => readFileSync(file, 'utf8').trim();

const makeKey = (file: string): string => {
  const made = randomBytes(32).toString('base64url');
  try {
    writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return keptKey(file);
    throw error;
  }
};

const secretKey = (given: string | undefined, dir: string): Uint8Array => {
  if (given !== undefined) return Buffer.from(given, 'utf8');
  const file = join(dir, 'secret.key');
  try {
    if (existsSync(file)) return Buffer.from(keptKey(file), 'utf8');
    mkdirSync(dir, { recursive: true });
    return Buffer.from(makeKey(file), 'utf8');
  } catch (error) {
    throw DataDirUnusable({ dir, reason: (error as Error).message });
  }
};

/** What is wrong, variable by variable: one of a list is named by itself. */
const problemsOf = (error: z.ZodError, env: Readonly<Record<string, unknown>>): string[] =>
  error.issues.map(({ path: [name, index], message }) => {
    const given = String(env[String(name)] ?? '').split(',');
    return `${String(name)}: ${typeof index === 'number' ? `${given[index]?.trim()} ` : ''}${message}`;
  });

/**
 * Reads the environment, or throws one fault that names every wrong variable.
 * Without `ISP_SECRET_KEY` a key is made once and kept in the data directory.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>> = process.env): Config => {
  const parsed = Environment.safeParse(present(env));
  if (!parsed.success) throw ConfigInvalid({ problems: problemsOf(parsed.error, env) });
  const e = parsed.data;
  const data_dir = isAbsolute(e.ISP_DATA_DIR) ? e.ISP_DATA_DIR : resolve(e.ISP_DATA_DIR);
  return {
    database_url: e.DATABASE_URL,
    redis_url: e.REDIS_URL,
    elasticsearch_url: e.ELASTICSEARCH_URL,
    data_dir,
    http_port: e.ISP_HTTP_PORT,
    public_url: (e.ISP_PUBLIC_URL ?? `http://localhost:${e.ISP_HTTP_PORT}`).replace(/\/$/, ''),
    radius_auth_port: e.ISP_RADIUS_AUTH_PORT,
    radius_acct_port: e.ISP_RADIUS_ACCT_PORT,
    radsec_port: e.ISP_RADSEC_PORT,
    coa_port: e.ISP_COA_PORT,
    metrics_port: e.ISP_METRICS_PORT,
    roles: e.ISP_ROLES,
    admin_email: e.ISP_ADMIN_EMAIL,
    admin_password: e.ISP_ADMIN_PASSWORD,
    secret_key: secretKey(e.ISP_SECRET_KEY, data_dir),
    sandbox: e.ISP_SANDBOX,
    log_level: e.ISP_LOG_LEVEL,
  };
};

/** The environment of a child process that shares this one's database and key. */
export const childEnvironment = (
  config: Config,
  databaseUrl: string,
): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  ISP_SECRET_KEY: Buffer.from(config.secret_key).toString('utf8'),
});

/** The environment of a build: production, whatever this process was started as. */
export const buildEnvironment = (): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  NODE_ENV: 'production',
});
