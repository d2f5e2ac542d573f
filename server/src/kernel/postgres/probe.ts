import { Client } from 'pg';
import { type Address, urlOf } from './address.ts';

/** The database made for the platform. */
export const DATABASE = 'isp';

/** What a try to connect found. `starting` is a server that answers and does not serve: not yet, or no more. */
export type Found = 'ready' | 'starting' | 'silent' | 'no-database' | 'wrong-password';

/** SQLSTATEs (PostgreSQL, appendix A) of a refused connection. Too many connections is a server that serves. */
const BY_CODE: Readonly<Record<string, Found>> = {
  '57P03': 'starting',
  '53300': 'ready',
  '3D000': 'no-database',
  '28P01': 'wrong-password',
  '28000': 'wrong-password',
};

const connect = async (url: string, use: (client: Client) => Promise<void>): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'isp start' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Connects once and says what was found. */
export const probe = async (address: Address, password: string): Promise<Found> => {
  try {
    await connect(urlOf(address, password, DATABASE), async () => undefined);
    return 'ready';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return BY_CODE[code] ?? 'silent';
  }
};

/** Makes the platform's database. */
export const createDatabase = (address: Address, password: string): Promise<void> =>
  connect(urlOf(address, password, 'postgres'), async (client) => {
    await client.query(`create database ${DATABASE}`);
  });
