/** For tests: a NAS that comes over TLS, packet by packet. */
import { randomBytes } from 'node:crypto';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import { ATTRIBUTE, CODE, PacketStream, PacketWriter, prepareSecret } from '@isp/radius';

export const RADSEC = prepareSecret(Buffer.from('radsec'));

/** A packet as a NAS would send it over TLS. */
export const packetOf = (
  code: number,
  identifier: number,
  fill: (writer: PacketWriter) => void,
  options: { readonly signed?: boolean; readonly secret?: typeof RADSEC } = {},
): Buffer => {
  const writer = new PacketWriter();
  const digest = code !== CODE.access_request && code !== CODE.status_server;
  writer.beginRequest(code, identifier, digest ? undefined : randomBytes(16), options.signed ?? !digest);
  fill(writer);
  return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(options.secret ?? RADSEC)));
};

/** An Access-Request by PAP. */
export const loginOf = (username: string, password = `pw-${username}`, identifier = 1): Buffer =>
  packetOf(CODE.access_request, identifier, (writer) => {
    writer.addText(ATTRIBUTE.user_name, username);
    writer.addUserPassword(Buffer.from(password), RADSEC);
  });

/** An Accounting-Request: 1 starts, 2 stops, 3 is in between. */
export const recordOf = (username: string, session: string, status: number, identifier = 1): Buffer =>
  packetOf(CODE.accounting_request, identifier, (writer) => {
    writer.addText(ATTRIBUTE.user_name, username);
    writer.addInteger(ATTRIBUTE.acct_status_type, status);
    writer.addText(ATTRIBUTE.acct_session_id, session);
  });

export interface RadsecClient {
  readonly socket: TLSSocket;
  /** What came, in its order. */
  readonly answers: readonly Buffer[];
  /** True once the other side ended it. */
  readonly isClosed: boolean;
  send(octets: Buffer): void;
  /** Sends one packet and gives what comes next; `undefined` when the connection ends first. */
  ask(packet: Buffer): Promise<Buffer | undefined>;
  /** Comes when the connection has ended. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** Who comes, and how. */
interface Comer {
  readonly port: number;
  readonly pem?: string;
  readonly key_pem?: string;
  readonly version?: SecureVersion;
}

/** Connects; whether it is taken shows with the first packet only, for in TLS 1.3 the server looks at the certificate last. */
export const radsecClient = ({ port, pem, key_pem, version }: Comer): Promise<RadsecClient> => {
  const socket = connect({
    port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ...(pem === undefined ? {} : { cert: pem, key: key_pem }),
    ...(version === undefined ? {} : { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }),
  });
  const answers: Buffer[] = [];
  const waiting: ((answer: Buffer | undefined) => void)[] = [];
  const stream = new PacketStream();
  let isClosed = false;
  const take = (packet: Buffer) => {
    answers.push(packet);
    waiting.shift()?.(packet);
    return true;
  };
  const closed = new Promise<void>((done) => {
    socket.once('close', () => {
      isClosed = true;
      for (const one of waiting.splice(0)) one(undefined);
      done();
    });
  });
  socket.on('data', (octets: Buffer) => stream.read(octets, take));
  const client: RadsecClient = {
    socket,
    answers,
    get isClosed() {
      return isClosed;
    },
    send: (octets) => void socket.write(octets),
    ask: (packet) => {
      if (isClosed) return Promise.resolve(undefined);
      const answer = new Promise<Buffer | undefined>((done) => waiting.push(done));
      socket.write(packet);
      return answer;
    },
    closed,
    close: async () => {
      socket.destroy();
      await closed;
    },
  };
  return new Promise((done, fail) => {
    socket.once('secureConnect', () => done(client));
    socket.once('error', fail);
    socket.on('error', () => undefined);
  });
};
