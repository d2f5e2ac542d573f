import { randomBytes } from 'node:crypto';
import {
  ATTRIBUTE,
  addEapMessage,
  CODE,
  EAP_CODE,
  EAP_TYPE,
  eapMessage,
  encodeEap,
  PacketView,
  PacketWriter,
  parseEap,
  parsePacket,
  prepareSecret,
  type Secret,
  signResponse,
} from '@isp/radius';
import { describe, expect, test } from 'vitest';
import type { Batcher } from '../accounting/batcher.ts';
import type { Logbook } from '../accounting/logbook.ts';
import type { PasswordKind } from '../core/password.ts';
import { FRESH_MS } from '../core/profile.ts';
import { Clients } from '../directory/clients.ts';
import { DeviceUsers } from '../directory/device-users.ts';
import type { Directory } from '../directory/directory.ts';
import { Online } from '../directory/online.ts';
import { Peers } from '../directory/peers.ts';
import { NO_ROUTING } from '../directory/routing.ts';
import { anyUser } from '../directory/user.fixture.ts';
import type { User } from '../directory/user.ts';
import { Users } from '../directory/users.ts';
import { PasswordChecks } from '../passwords/password-checks.ts';
import type { Deliverer } from '../proxy/deliverer.ts';
import type { Homes } from '../proxy/homes.ts';
import { LogInProxy } from '../proxy/log-in-proxy.ts';
import { AddressAsks } from './ask-addresses.ts';
import { DISCARDS, type Discard, Discards } from './discards.ts';
import { Door } from './door.ts';

const SECRET = 'a shared secret of a test';
const NAS = '192.0.2.1';
const secret = prepareSecret(Buffer.from(SECRET));

const user = (username: string, password: string, password_kind: PasswordKind): User =>
  anyUser({ username, password, password_kind });

const directoryOf = (users: Users, clients: Clients): Directory => ({
  users,
  clients,
  online: new Online(FRESH_MS),
  tls: undefined,
  radsec: undefined,
  peers: new Peers(),
  devices: new DeviceUsers(),
  routing: NO_ROUTING,
  onChange: () => () => undefined,
  fresh: true,
  refresh: async () => {},
  stop: async () => {},
});

const clientsOf = (): Clients => {
  const clients = new Clients();
  clients.set([
    {
      ...{ id: 'n', address: NAS, secret: SECRET, vendor: 'generic', range_id: null, by_identifier: 'off' },
      ...{ message_authenticator: 'required', identify_by: 'name' },
    } as never,
  ]);
  return clients;
};

/** A door without sockets and database; its slow hashes say nothing until they are told to, and `right` is the password of all. */
const standing = (people: readonly User[]) => {
  const users = new Users(people.length);
  for (const one of people) users.add(one);
  const clients = clientsOf();
  const asked: (() => void)[] = [];
  const passwords = new PasswordChecks(
    (candidate) => new Promise((done) => void asked.push(() => done(candidate.toString() === 'right'))),
  );
  const discards = new Discards();
  const logged: { readonly reason: string }[] = [];
  const logbook = { hasRoom: true, login: ({ reason }) => void logged.push({ reason }) } as Partial<Logbook> as Logbook;
  const directory = directoryOf(users, clients);
  const clock = { ms: () => 0 } as never;
  const door = new Door({
    directory,
    batcher: {} as Batcher,
    proxy: new LogInProxy({ directory, homes: {} as Homes, logbook, clock }),
    deliverer: {} as Deliverer,
    strangers: { note: () => undefined, noteIn: () => undefined },
    newcomers: { add: () => undefined },
    logbook,
    discards,
    passwords,
    addresses: new AddressAsks(() => Promise.reject(new Error('nobody is to ask'))),
    clock,
    full: () => undefined,
    learned: () => undefined,
    signs: () => undefined,
  });
  const answers: { readonly code: number; readonly identifier: number }[] = [];
  const sent: Buffer[] = [];
  const outlet = {
    closed: false,
    answer: (bytes: Buffer, length: number, by: Secret) => {
      const answer = Buffer.from(bytes.subarray(0, length));
      signResponse(answer, 0, length, by);
      answers.push({ code: answer[0] as number, identifier: answer[1] as number });
      sent.push(answer);
    },
  };
  return {
    users,
    logged,
    answers,
    sent,
    answerHash: async (n: number) => {
      asked[n]?.();
      await new Promise((next) => setImmediate(next));
    },
    discarded: (reason: Discard) => discards.totals[DISCARDS.indexOf(reason)],
    /** As a socket does: the octets are its own again when the door has heard them. */
    send: (datagram: Buffer, sourcePort = 1000) => {
      const octets = Buffer.from(datagram);
      door.receive('auth', octets, NAS, sourcePort, outlet);
      octets.fill(0xaa);
    },
  };
};

const request = (identifier: number, username: string, fill: (writer: PacketWriter) => void): Buffer => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.access_request, identifier, randomBytes(16), true);
  writer.addText(ATTRIBUTE.user_name, username);
  fill(writer);
  return Buffer.from(writer.bytes.subarray(0, writer.finishRequest(secret)));
};
const pap = (identifier: number, username: string, password: string): Buffer =>
  request(identifier, username, (writer) => writer.addUserPassword(Buffer.from(password), secret));

const PEOPLE = [user('slow', '$2b$10$a hash', 'bcrypt'), user('clear', 'pw', 'clear')];
const accept = (identifier: number) => ({ code: CODE.access_accept, identifier });

describe('while a slow hash is asked', () => {
  test('others are answered, a repetition is discarded, and then the answer comes, and comes again', async () => {
    const { send, answers, answerHash, discarded } = standing(PEOPLE);
    const waiting = pap(1, 'slow', 'right');
    send(waiting);
    send(pap(2, 'clear', 'pw'));
    expect(answers).toEqual([accept(2)]);
    send(waiting);
    expect([discarded('in-flight'), answers.length]).toEqual([1, 1]);
    await answerHash(0);
    expect(answers).toEqual([accept(2), accept(1)]);
    send(waiting);
    expect(answers).toEqual([accept(2), accept(1), accept(1)]);
  });

  test('a password found right is answered at once the next time, until another is kept', async () => {
    const { send, answers, answerHash, users } = standing(PEOPLE);
    send(pap(1, 'slow', 'right'));
    await answerHash(0);
    send(pap(2, 'slow', 'right'));
    expect(answers).toEqual([accept(1), accept(2)]);
    users.add(user('slow', '$2b$10$another hash', 'bcrypt'));
    send(pap(3, 'slow', 'right'));
    expect(answers).toHaveLength(2);
    await answerHash(1);
    expect(answers.at(-1)).toEqual(accept(3));
  });

  test('what is changed meanwhile is not let on by what was', async () => {
    const { send, answerHash, users, logged } = standing(PEOPLE);
    send(pap(1, 'slow', 'right'));
    users.add(user('slow', '$2b$10$another hash', 'bcrypt'));
    await answerHash(0);
    expect(logged.map((row) => row.reason)).toEqual(['the password was changed while it was checked']);
  });

  test('the 65th is discarded and counted, others still answered', () => {
    const { send, answers, discarded } = standing(PEOPLE);
    for (let i = 0; i < 65; i++) send(pap(i, 'slow', `guess ${i}`));
    expect([discarded('passwords-waiting'), answers.length]).toEqual([1, 0]);
    send(pap(100, 'clear', 'pw'));
    expect(answers).toEqual([accept(100)]);
  });
});

const rejected = async (answers: readonly { readonly code: number }[], count: number): Promise<void> => {
  while (answers.length < count) await new Promise((next) => setTimeout(next, 5));
  expect(answers.every((one) => one.code === CODE.access_reject)).toBe(true);
};

describe('a rejection, with a slow hash about', () => {
  test('comes no sooner for a name that nobody has than for one whose hash is asked (duty 57)', async () => {
    const { send, answers, answerHash, discarded } = standing(PEOPLE);
    const began = performance.now();
    send(pap(1, 'slow', 'wrong'));
    send(pap(2, 'clear', 'wrong'));
    const unknown = pap(3, 'nobody', 'wrong');
    send(unknown);
    send(request(4, 'slow', (writer) => writer.addChapPassword(1, Buffer.from('right'), randomBytes(16))));
    await answerHash(0);
    expect(answers).toEqual([]);
    send(unknown);
    expect(discarded('in-flight')).toBe(1);
    await rejected(answers, 4);
    expect(performance.now() - began).toBeGreaterThan(248);
  });

  test('leaves at once when there is none', () => {
    const { send, answers } = standing([user('clear', 'pw', 'clear'), user('nt', '00'.repeat(16), 'nt')]);
    send(pap(1, 'clear', 'wrong'));
    send(pap(2, 'nt', 'wrong'));
    send(pap(3, 'nobody', 'wrong'));
    expect(answers.map((one) => one.code)).toEqual(Array(3).fill(CODE.access_reject));
  });
});

/** Type of the method that an Access-Challenge begins. */
const offeredIn = (answer: Buffer): number | undefined => {
  const view = new PacketView();
  parsePacket(view, answer);
  return parseEap(eapMessage(view) ?? answer)?.type;
};

test('EAP offers the same to everybody, whatever is kept of the password (duty 57)', () => {
  const { send, sent } = standing([...PEOPLE, user('nt', '00'.repeat(16), 'nt')]);
  for (const [i, name] of ['slow', 'clear', 'nt', 'nobody'].entries()) {
    const data = Buffer.from(name);
    const identity = encodeEap({ code: EAP_CODE.response, identifier: 5, type: EAP_TYPE.identity, data });
    send(request(i, name, (writer) => addEapMessage(writer, identity)));
  }
  expect(sent.map(offeredIn)).toEqual(Array(4).fill(EAP_TYPE.mschapv2));
});
