/** For tests: a home server on the wire that says what a test wants it to, and remembers what it was asked. */
import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { CODE, PacketView, PacketWriter, parsePacket, prepareSecret, verifyRequest } from '@isp/radius';
import type { Id } from '@isp/values';
import type { TestDatabase } from '../../kernel/testing.ts';
import { addHomeServer } from '../add-home-server.ts';
import { addRealm } from '../add-realm.ts';
import type { CreateHomeServer, CreateRealm } from '../contract.ts';
import { setHomePool } from '../set-home-pool.ts';

export const HOME_SECRET = 'between us and the home server';
const secret = prepareSecret(Buffer.from(HOME_SECRET));

/** What it says to a request: a code and attributes, or nothing. */
type Say = (view: PacketView, writer: PacketWriter) => number | undefined;

/** What it was asked, with what came of checking it. */
interface Asked {
  readonly octets: Buffer;
  readonly code: number;
  readonly from: number;
  readonly distrust: string | undefined;
}

const bind = (socket: Socket, port: number): Promise<void> =>
  new Promise((done) => socket.bind(port, '127.0.0.1', () => done()));

/** An answer of nothing but a header (RFC 2865 3), by another implementation of MD5 than ours. */
const unsigned = (code: number, asked: Buffer, shared: string): Buffer => {
  const header = Buffer.from([code, asked[1] ?? 0, 0, 20]);
  const digest = createHash('md5').update(header).update(asked.subarray(4, 20)).update(shared).digest();
  return Buffer.concat([header, digest]);
};

/** A home server with an authentication and an accounting port. */
export class FakeHome {
  readonly asked: Asked[] = [];
  /** What it says to log-ins, to accounting, and to Status-Server; nothing while it is `isOut`. */
  login: Say = () => CODE.access_accept;
  record: Say = () => CODE.accounting_response;
  isOut = false;
  /** Its answers have no Message-Authenticator. */
  isUnsigned = false;
  secret: string;
  #sockets: Socket[] = [];
  auth = 0;
  acct = 0;

  constructor(shared = HOME_SECRET) {
    this.secret = shared;
  }

  async open(): Promise<this> {
    [this.auth, this.acct] = [await this.#listen(this.auth), await this.#listen(this.acct)];
    return this;
  }

  /** Log-ins it was asked for. */
  get logins(): Asked[] {
    return this.asked.filter(({ code }) => code === CODE.access_request);
  }

  get records(): Asked[] {
    return this.asked.filter(({ code }) => code === CODE.accounting_request);
  }

  get probes(): Asked[] {
    return this.asked.filter(({ code }) => code === CODE.status_server);
  }

  close(): void {
    for (const socket of this.#sockets.splice(0)) socket.close();
  }

  async #listen(port: number): Promise<number> {
    const socket = createSocket('udp4');
    socket.on('message', (octets, from) => {
      const answer = this.#answer(octets, from.port);
      if (answer !== undefined) socket.send(answer, from.port, from.address);
    });
    await bind(socket, port);
    this.#sockets.push(socket);
    return socket.address().port;
  }

  #answer(octets: Buffer, from: number): Buffer | undefined {
    const view = new PacketView();
    const distrust = parsePacket(view, octets) ?? verifyRequest(view, secret);
    this.asked.push({ octets, code: view.code, from, distrust });
    if (this.isOut) return undefined;
    const writer = new PacketWriter();
    const say: Say =
      { [CODE.access_request]: this.login, [CODE.accounting_request]: this.record }[view.code] ??
      (() => CODE.access_accept);
    writer.beginResponse(CODE.access_accept, view);
    const code = say(view, writer);
    if (code === undefined) return undefined;
    writer.bytes[0] = code;
    if (this.isUnsigned) return unsigned(code, octets, this.secret);
    const length = writer.finishResponse(view, prepareSecret(Buffer.from(this.secret)));
    return Buffer.from(writer.bytes.subarray(0, length));
  }
}

const SETTINGS = {
  transport: 'udp',
  response_window_ms: 150,
  dead_after_s: 1,
  probe: 'status-server',
  probe_every_s: 1,
  revive_after_s: 2,
  message_authenticator: 'required',
  may_send_coa: false,
} as const;

/** Tells us of a home server. */
export const knowHome = async (
  database: TestDatabase,
  name: string,
  home: Pick<FakeHome, 'auth' | 'acct'>,
  change: Partial<CreateHomeServer> = {},
): Promise<Id> => {
  const { auth: auth_port, acct: acct_port } = home;
  const input = { name, address: '127.0.0.1', auth_port, acct_port, secret: HOME_SECRET, ...SETTINGS, ...change };
  return (await database.run((ctx) => addHomeServer(ctx, input))).id;
};

/** Tells us of a realm, and of the pool of home servers it goes to; gives the pool. */
export const knowRealm = async (
  database: TestDatabase,
  name: string,
  servers: readonly Id[],
  change: Partial<CreateRealm> & { mode?: 'fail-over' | 'load-balance'; when_dead?: 'silence' | 'reject' } = {},
): Promise<Id> => {
  const { mode = 'fail-over', when_dead = 'silence', ...realm } = change;
  const members = servers.map((server_id) => ({ server_id, weight: 1 }));
  const pool = await database.run((ctx) => setHomePool(ctx, { name: `pool of ${name}`, mode, when_dead, members }));
  await database.run((ctx) =>
    addRealm(ctx, { name, pool_id: pool.id, strip: false, accounting: 'both', may_tunnel: false, ...realm }),
  );
  return pool.id;
};
