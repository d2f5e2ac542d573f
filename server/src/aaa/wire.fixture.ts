/** For tests of what a NAS sees: sockets of its own, requests octet by octet, and what the running RADIUS role answers to them. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { setImmediate as turn } from 'node:timers/promises';
import { ATTRIBUTE, CODE, PacketView, PacketWriter, parsePacket, prepareSecret } from '@isp/radius';
import { Registry } from 'prom-client';
import { openRoom, type Room, SECRET } from './aaa.fixture.ts';
import type { Port } from './core/replies.ts';
import { type RadiusServer, startRadius } from './udp.ts';

export type Fill = (writer: PacketWriter) => void;

interface RequestOptions {
  readonly code?: number;
  readonly identifier?: number;
  readonly authenticator?: Buffer;
  readonly signed?: boolean;
  readonly secret?: string;
}

let counted = 0;

/** Numbers from 0 to 1 that the seed decides (mulberry32). */
export const dice = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** The same in another order, which the dice decide. */
export const shuffled = <T>(all: readonly T[], random: () => number): T[] =>
  all
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);

/** The octets of a request under the secret of the test's NAS, with an identifier of its own unless said. */
export const request = (fill: Fill, options: RequestOptions = {}): Buffer => {
  const { code = CODE.access_request, identifier = counted++ & 0xff, authenticator = randomBytes(16) } = options;
  const writer = new PacketWriter();
  writer.beginRequest(code, identifier, authenticator, options.signed);
  fill(writer);
  const length = writer.finishRequest(prepareSecret(Buffer.from(options.secret ?? SECRET)));
  if (length === 0) throw new RangeError('the request does not fit');
  return Buffer.from(writer.bytes.subarray(0, length));
};

/** An Accounting-Request of this Acct-Status-Type. */
export const accounting = (status: number, fill: Fill, options: RequestOptions = {}): Buffer =>
  request(
    (writer) => {
      writer.addInteger(ATTRIBUTE.acct_status_type, status);
      fill(writer);
    },
    { ...options, code: CODE.accounting_request },
  );

/** User-Name and User-Password, right unless another is given. */
export const pap =
  (name: string, password = `pw-${name}`, secret = SECRET): Fill =>
  (writer) => {
    writer.addText(ATTRIBUTE.user_name, name);
    writer.addUserPassword(Buffer.from(password), prepareSecret(Buffer.from(secret)));
  };

export type Names = Partial<Record<keyof typeof ATTRIBUTE, number | string | Buffer>>;

/** Attributes by name: numbers as integers, text, or octets. */
export const by =
  (attributes: Names): Fill =>
  (w) => {
    for (const [name, value] of Object.entries(attributes)) {
      const type = ATTRIBUTE[name as keyof typeof ATTRIBUTE];
      if (typeof value === 'number') w.addInteger(type, value);
      else if (typeof value === 'string') w.addText(type, value);
      else w.addOctets(type, value);
    }
  };

export const viewOf = (datagram: Buffer): PacketView => {
  const view = new PacketView();
  const malformed = parsePacket(view, datagram);
  if (malformed !== undefined) throw new Error(malformed);
  return view;
};

/** The attributes of a packet, in order: what each is, and its octets. */
export const attributesOf = (datagram: Buffer): { type: number; value: Buffer }[] => {
  const view = viewOf(datagram);
  return Array.from({ length: view.count }, (_, i) => ({
    type: view.types[i] as number,
    value: Buffer.from(view.bytes.subarray(view.start(i), view.start(i) + view.size(i))),
  }));
};
export const typesOf = (datagram: Buffer): number[] => attributesOf(datagram).map(({ type }) => type);
export const valuesOf = (datagram: Buffer, wanted: number): Buffer[] =>
  attributesOf(datagram).flatMap(({ type, value }) => (type === wanted ? [value] : []));

/** The Response Authenticator that RFC 2865 3 wants, made by another implementation of MD5 than ours. */
export const responseAuthenticator = (answer: Buffer, asked: Buffer, secret = SECRET): Buffer =>
  createHash('md5')
    .update(answer.subarray(0, 4))
    .update(asked.subarray(4, 20))
    .update(answer.subarray(20))
    .update(secret)
    .digest();

/** The Message-Authenticator that RFC 3579 3.2 wants of a packet over `authenticator`, by another implementation than ours. */
export const messageAuthenticator = (packet: Buffer, authenticator: Uint8Array, secret = SECRET): Buffer => {
  const signed = Buffer.from(packet);
  signed.set(authenticator, 4);
  const view = viewOf(packet);
  const at = view.start(view.find(ATTRIBUTE.message_authenticator));
  signed.fill(0, at, at + 16);
  return createHmac('md5', secret).update(signed).digest();
};

const PATIENCE_MS = 5000;

/** What came, and from where. */
interface Heard {
  readonly octets: Buffer;
  readonly from: RemoteInfo;
}

/** A socket of a NAS: one source address and port. */
export class NasSocket {
  readonly socket: Socket;
  readonly heard: Heard[] = [];
  #ports: RadiusServer['ports'];
  #wake: () => void = () => undefined;

  private constructor(socket: Socket, ports: RadiusServer['ports']) {
    this.socket = socket;
    this.#ports = ports;
    socket.on('message', (octets, from) => {
      this.heard.push({ octets, from });
      this.#wake();
    });
  }

  static async open(ports: RadiusServer['ports'], address = '127.0.0.1'): Promise<NasSocket> {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    await new Promise<void>((bound) => socket.bind({ address }, () => bound()));
    return new NasSocket(socket, ports);
  }

  send(port: Port, datagram: Buffer, to = '127.0.0.1'): void {
    this.socket.send(datagram, this.#ports[port], to);
  }

  /** What comes next, and where from; throws when nothing does for so long. */
  async next(patience_ms = PATIENCE_MS): Promise<Heard> {
    const until = performance.now() + patience_ms;
    while (this.heard.length === 0) {
      const left = until - performance.now();
      if (left <= 0) throw new Error('no answer came');
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, left);
        this.#wake = () => {
          clearTimeout(timer);
          wake();
        };
      });
    }
    return this.heard.shift() as Heard;
  }

  /** Sends, and gives the octets of the answer. */
  async ask(port: Port, datagram: Buffer, to?: string): Promise<Buffer> {
    this.send(port, datagram, to);
    return (await this.next()).octets;
  }

  close(): void {
    this.socket.close();
  }
}

/** The RADIUS role with its room, and sockets that speak to it. */
export class Wire {
  readonly room: Room;
  server: RadiusServer;
  readonly metrics: Registry;
  #sockets: NasSocket[] = [];

  private constructor(room: Room, server: RadiusServer, metrics: Registry) {
    this.room = room;
    this.server = server;
    this.metrics = metrics;
  }

  /** Listens on 127.0.0.1, where the room's NAS is, or on every address of this machine. */
  static async open({ everywhere = false, vendor = 'mikrotik' } = {}): Promise<Wire> {
    const room = await openRoom({ vendor });
    const metrics = new Registry();
    const places = everywhere ? {} : { addresses: ['127.0.0.1'] };
    const server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, metrics, ...places });
    return new Wire(room, server, metrics);
  }

  get db() {
    return this.room.database.kernel.db;
  }

  async nas(address?: string): Promise<NasSocket> {
    const socket = await NasSocket.open(this.server.ports, address);
    this.#sockets.push(socket);
    return socket;
  }

  /**
   * Sends datagrams of which none is to be answered, and gives what was answered all the same. It is over when a Status-Server sent after them has its
   * answer: a port is served in the order of arrival.
   */
  async unanswered(port: Port, datagrams: readonly Buffer[], from?: string): Promise<Buffer[]> {
    const [socket, witness] = [await this.nas(from), await this.nas()];
    for (const datagram of datagrams) socket.send(port, datagram);
    await witness.ask(
      port,
      request(() => undefined, { code: CODE.status_server }),
    );
    for (let i = 0; i < 5; i++) await turn();
    return socket.heard.splice(0).map(({ octets }) => octets);
  }

  /** Stops the role, lets `meanwhile` happen, and starts it again, on other ports. */
  async restart(meanwhile: () => Promise<unknown>): Promise<void> {
    await this.server.stop();
    await meanwhile();
    this.server = await startRadius(this.room.database.kernel, {
      auth_port: 0,
      acct_port: 0,
      addresses: ['127.0.0.1'],
    });
  }

  /** The values of one of the role's metrics, by their label. */
  async metric(name: string): Promise<Record<string, number>> {
    const { values } = (await this.metrics.getSingleMetric(name)?.get()) ?? { values: [] };
    return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels)[0] ?? '', value]));
  }

  /** How many datagrams got no answer for this reason. */
  async discards(reason: string): Promise<number> {
    return (await this.metric('isp_radius_discards_total'))[reason] ?? 0;
  }

  /** The stored sessions of an Acct-Session-Id. */
  sessions(acctSessionId: string | Buffer) {
    const id = Buffer.from(acctSessionId as string);
    return this.db
      .selectFrom('aaa.session')
      .selectAll()
      .where('acct_session_id', '=', id)
      .orderBy('started_at')
      .execute();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    await this.server.stop();
    await this.room.database.drop();
  }
}
