import { randomBytes } from 'node:crypto';
import { ATTRIBUTE, CODE, describePacket, PacketView, PacketWriter, parsePacket, verifyRequest } from '@isp/radius';
import { epochMs } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { askHash } from './answer/ask-hash.ts';
import { LogIn, readUser } from './answer/log-in.ts';
import type { TriedLogIn, TryLogIn } from './contract.ts';
import { addressWords } from './core/address-words.ts';
import type { Proven } from './core/authorize.ts';
import { type Claim, claimsIn } from './core/claim.ts';
import { uuidAt } from './core/class.ts';
import { explain, type Step } from './core/explain.ts';
import { octetsOfId } from './core/line.ts';
import { FRESH_MS } from './core/profile.ts';
import { SILENCE } from './core/replies.ts';
import { foldedCode } from './core/voucher-code.ts';
import { type Client, clientOf, networkAddress } from './directory/clients.ts';
import { DeviceUsers } from './directory/device-users.ts';
import { type Found, findUser } from './directory/find-user.ts';
import { Online } from './directory/online.ts';
import { Pools } from './directory/pools.ts';
import type { User } from './directory/user.ts';
import { emptyEntry, Users } from './directory/users.ts';
import { voucherUser } from './directory/voucher-user.ts';
import { explainRealm } from './explain-realm.ts';
import { NasNotFound, NothingToTry } from './faults.ts';
import { PasswordChecks } from './passwords/password-checks.ts';
import { allDeviceUsers, nasRow, type UserRow, usersClaiming } from './store/directory.ts';
import { openOf } from './store/online.ts';
import { poolFacts } from './store/pools.ts';
import { voucherOfCode } from './store/voucher-users.ts';

const ignore = (): void => undefined;

const UNLOGGED = { hasRoom: false, login: () => undefined };

const clientAt = async (ctx: Ctx, id: TryLogIn['nas_id']): Promise<Client> => {
  const row = await nasRow(ctx.tx, id);
  if (row === undefined) throw NasNotFound({ id });
  return clientOf({ ...row, secret: ctx.secrets.open(row.secret_sealed) }, networkAddress(row));
};

/** Agent-Circuit-Id and Agent-Remote-Id (RFC 4679 3.3.1, 3.3.2). */
const DSL_FORUM = 3561;
const CIRCUIT = 1;
const REMOTE = 2;

/** The request that a NAS would send. */
const requestOf = (input: TryLogIn, username: string, password: string, client: Client): Buffer => {
  const writer = new PacketWriter();
  const secretly = Buffer.from(password, 'utf8');
  writer.beginRequest(CODE.access_request, 0, randomBytes(16));
  writer.addText(ATTRIBUTE.user_name, username);
  if (input.method === 'pap') writer.addUserPassword(secretly, client.secret);
  else writer.addChapPassword(1, secretly, randomBytes(16));
  if (input.service_type !== undefined) writer.addInteger(ATTRIBUTE.service_type, input.service_type);
  if (input.calling_station_id !== undefined) writer.addText(ATTRIBUTE.calling_station_id, input.calling_station_id);
  if (input.nas_port_id !== undefined) writer.addText(ATTRIBUTE.nas_port_id, input.nas_port_id);
  if (input.circuit_id !== undefined) writer.addVendorOctets(DSL_FORUM, CIRCUIT, octetsOfId(input.circuit_id));
  if (input.remote_id !== undefined) writer.addVendorOctets(DSL_FORUM, REMOTE, octetsOfId(input.remote_id));
  return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(client.secret)));
};

const passwordOf = (ctx: Ctx, { password_sealed }: UserRow): string =>
  password_sealed === null ? '' : ctx.secrets.open(password_sealed);

const silence = (reason: string, saw: string): TriedLogIn => ({
  outcome: 'discard',
  reason,
  steps: [{ check: 'packet', question: 'Is it a packet, and is it believed?', saw, verdict: 'decides' }],
  answer: null,
});

const nameIn = (view: PacketView): string => view.text(ATTRIBUTE.user_name) ?? '';

interface Told {
  readonly view: PacketView;
  readonly client: Client;
  readonly users: Users;
  readonly devices: DeviceUsers;
  readonly online: Online;
  readonly now: number;
  readonly proven: Proven | undefined;
  /** What it would get, and from where. */
  readonly addresses: string | undefined;
}

const stepsOf = ({ view, client, users, devices, online, now, proven, addresses }: Told): Step[] => {
  const entry = emptyEntry();
  const found: Found = { way: 'password', slot: -1 };
  findUser(users, view, client, found);
  const { way, slot } = found;
  if (slot >= 0) readUser({ users, online }, slot, view, now, entry);
  const level = way === 'device' ? devices.read(nameIn(view), entry) : undefined;
  return explain(view, client, way, slot < 0 && level === undefined ? undefined : entry, now, proven, addresses);
};

const answerTo = ({ view, client, users, devices, online, now, proven }: Told): TriedLogIn['answer'] => {
  const writer = new PacketWriter();
  const ended = proven === undefined ? undefined : { proven };
  const logIn = new LogIn({ users, devices, online }, UNLOGGED, { ms: () => now }, ignore, ignore, false);
  if (logIn.answer(view, client, writer, ended) === SILENCE) return null;
  const length = writer.finishResponse(view, client.secret);
  const request_authenticator = Buffer.from(view.bytes.subarray(4, 20));
  const described = describePacket(writer.bytes.subarray(0, length), { secret: client.secret, request_authenticator });
  if (!described.ok) return null;
  return { name: described.name, attributes: described.attributes.map(({ name, value }) => ({ name, value })) };
};

const told = (one: Told): TriedLogIn => {
  const steps = stepsOf(one);
  const decision = steps.at(-1)?.decision ?? { outcome: 'reject' as const, reason: 'has no access' };
  return {
    outcome: decision.outcome,
    reason: decision.reason,
    steps: steps.map(({ check, question, saw, decision: end }) => ({
      check,
      question,
      saw,
      verdict: end === undefined ? 'goes on' : 'decides',
    })),
    answer: answerTo(one),
  };
};

const usersOf = async (ctx: Ctx, known: readonly User[]): Promise<Users> => {
  const pools = new Pools();
  pools.set(await poolFacts(ctx.tx));
  const users = new Users(known.length, pools);
  for (const user of known) users.add(user);
  return users;
};

/** The voucher whose code this may be. */
const voucherOf = async (ctx: Ctx, code: string): Promise<User[]> => {
  const rows = await voucherOfCode(ctx.tx, ctx.secrets.digest(foldedCode(code)));
  return rows.map((row) => voucherUser(row, ctx.secrets.open));
};

/** Everybody whom a claim leads to. */
const claiming = async (ctx: Ctx, claims: readonly Claim[]): Promise<User[]> => {
  const rows = await usersClaiming(ctx.tx, claims);
  const named = claims.find(({ kind }) => kind === 'password');
  const users = rows.map((row) => ({ ...row, password: passwordOf(ctx, row) }));
  return [...users, ...(named === undefined ? [] : await voucherOf(ctx, named.username))];
};

const devicesOf = async (ctx: Ctx): Promise<DeviceUsers> => {
  const devices = new DeviceUsers();
  const rows = await allDeviceUsers(ctx.tx);
  devices.set(rows.map((row) => ({ ...row, password: ctx.secrets.open(row.password_sealed) })));
  return devices;
};

const onlineOf = async (ctx: Ctx, rows: readonly User[]): Promise<Online> => {
  const online = new Online(FRESH_MS);
  const keys = rows.map(({ ids }) => ({ account_id: uuidAt(ids, 0), subscription_id: uuidAt(ids, 16) }));
  if (keys.length === 0) return online;
  for (const session of await openOf(ctx.tx, keys)) online.heard(session);
  return online;
};

/** What is sent for a password that was left out and is kept as a hash: it counts as the right one. */
const ASSUMED = 'as if it were right';

const octetsOf = (input: TryLogIn, user: User | undefined, client: Client): Buffer => {
  if (input.packet !== undefined) return Buffer.from(input.packet.replace(/^0x/i, ''), 'hex');
  const stored = user?.password_kind === 'clear' ? user.password : ASSUMED;
  return requestOf(input, input.username ?? '', input.password ?? stored, client);
};

const isAssumed = ({ packet, password }: TryLogIn, user: User | undefined): boolean =>
  packet === undefined && password === undefined && user !== undefined && user.password_kind !== 'clear';

/**
 * Answers "why?": decides on a log-in as the RADIUS door does, by the same checks and the same writer, from the rows as they are now, and says what each check saw.
 * A captured packet is looked at as the NAS's own. Lets nobody on and logs nothing.
 */
export const tryLogIn = async (ctx: Ctx, input: TryLogIn): Promise<TriedLogIn> => {
  if ((input.packet === undefined) === (input.username === undefined)) throw NothingToTry();
  const client = await clientAt(ctx, input.nas_id);
  const { username } = input;
  const [named] = username === undefined ? [] : await claiming(ctx, [{ kind: 'password', username }]);
  const view = new PacketView();
  const malformed = parsePacket(view, octetsOf(input, named, client));
  if (malformed !== undefined) return silence(malformed, 'no packet');
  if (view.code !== CODE.access_request)
    return silence('wrong-port', `a packet of kind ${view.code}, not an Access-Request`);
  const distrust = verifyRequest(view, client.secret, client.policy);
  if (distrust !== undefined) return silence(distrust, 'a packet that is not believed');
  const proxied = await explainRealm(ctx, nameIn(view));
  if (proxied !== undefined) return proxied;
  const known = await claiming(ctx, claimsIn(view, client));
  const users = await usersOf(ctx, known);
  const proven = isAssumed(input, named) ? 'proven' : await askHash(view, client, { users }, new PasswordChecks());
  const [devices, online] = [await devicesOf(ctx), await onlineOf(ctx, known)];
  const [row] = known;
  const addresses = row && addressWords(row, await poolFacts(ctx.tx));
  return told({ view, client, users, devices, online, now: epochMs(ctx.now), proven, addresses });
};
