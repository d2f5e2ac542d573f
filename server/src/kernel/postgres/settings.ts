import { totalmem } from 'node:os';

const MIB = 1_048_576;

/** Settings of PostgreSQL by name. */
export type Settings = Readonly<Record<string, string>>;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Bytes of memory this process may use: the machine's, or its container's when that is less. */
export const usableMemory = (): number => {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
};

/**
 * Settings for a small server with that much memory (bytes) that PostgreSQL shares with the platform: a quarter of it, at most 1 GiB, as
 * shared buffers. What was committed survives a power cut; parameters of statements stay out of the log.
 */
export const tunedSettings = (memory: number): Settings => {
  const mib = Math.floor(memory / MIB);
  return {
    shared_buffers: `${clamp(Math.floor(mib / 4), 32, 1024)}MB`,
    effective_cache_size: `${Math.max(Math.floor(mib / 2), 64)}MB`,
    work_mem: `${clamp(Math.floor(mib / 512), 4, 16)}MB`,
    maintenance_work_mem: `${clamp(Math.floor(mib / 16), 32, 256)}MB`,
    max_connections: '100',
    // So much is kept to be written over: to make 16 MB of it anew takes 50 ms, in which nothing is committed.
    min_wal_size: '512MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    synchronous_commit: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  };
};

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The text of a configuration file with those settings. */
export const settingsFile = (settings: Settings): string =>
  `# Written anew at every start. Your own settings go into postgresql.conf, below the line that includes this file.\n${Object.entries(
    settings,
  )
    .map(([name, value]) => `${name} = ${quoted(value)}\n`)
    .join('')}`;

/** The same as arguments of the program, where they win over every file. */
export const settingsArguments = (settings: Settings): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/** True when a switch is off, in any of PostgreSQL's ways to write it. */
export const isOff = (value: string | undefined): boolean => /^(off|false|no|0)$/i.test(value ?? '');
