import { createServer } from 'node:net';
import { SUPERUSER } from './initdb.ts';

const HOST = '127.0.0.1';
const FIRST_PORT = 15_432;
/** Ports above this are handed out by systems for outgoing connections, so one there would not stay free. */
const LAST_PORT = 32_000;
/** A Unix socket's whole path may have 107 octets on Linux, 103 elsewhere; its name takes 16 of them. */
const LONGEST_SOCKET_DIR = 86;

/** Where the server listens: a TCP port of 127.0.0.1, and a directory for its Unix socket when the path is short enough. */
export interface Address {
  readonly port: number;
  readonly socketDir?: string | undefined;
}

/** The cluster's own directory when a Unix socket fits there; nobody but the owner and root can enter it. */
export const socketDirFor = (cluster: string): string | undefined =>
  Buffer.byteLength(cluster) <= LONGEST_SOCKET_DIR ? cluster : undefined;

/** True when nobody listens on that port of 127.0.0.1. */
const isFree = (port: number): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = createServer();
  probe.once('error', () => resolve(false));
  probe.listen({ port, host: HOST, exclusive: true }, () => probe.close(() => resolve(true)));
  return promise;
};

/** A free port: the preferred one when it is free, else 15432, else one by chance. */
export const freePort = async (preferred: number | undefined): Promise<number> => {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let port = FIRST_PORT; ; port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT)))
    if (port !== preferred && (await isFree(port))) return port;
};

/**
 * The connection string of a database, for `pg` and libpq alike; through the Unix socket where there is one.
 *
 *     postgres://isp:secret@localhost:15432/isp?host=%2Fsrv%2Fisp%2Fpostgres
 */
export const urlOf = (address: Address, password: string, database: string): string => {
  const { port, socketDir } = address;
  const query = socketDir === undefined ? '' : `?host=${encodeURIComponent(socketDir)}`;
  const host = socketDir === undefined ? HOST : 'localhost';
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@${host}:${port}/${database}${query}`;
};

/** How the server is told to listen there. */
export const addressArguments = ({ port, socketDir }: Address): string[] => [
  ...['-c', `port=${port}`, '-c', `listen_addresses=${HOST}`, '-c', 'unix_socket_permissions=0700'],
  ...['-c', `unix_socket_directories=${socketDir === undefined ? '' : `"${socketDir.replaceAll('"', '""')}"`}`],
];
