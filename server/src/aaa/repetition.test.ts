import { randomBytes } from 'node:crypto';
import { ATTRIBUTE, CODE } from '@isp/radius';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SECRET } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { CreateNas } from './contract.ts';
import { accounting, type Fill, pap, request, valuesOf, Wire } from './wire.fixture.ts';

let wire: Wire;

beforeAll(async () => {
  wire = await Wire.open();
  for (const name of ['bob', 'once', 'eve']) await wire.room.subscriber(name);
  await wire.room.database.run((ctx) =>
    addNas(ctx, CreateNas.input.parse({ name: 'twin', address: '127.0.0.2', secret: SECRET, vendor: 'generic' })),
  );
  await wire.server.directory.refresh();
});
afterAll(() => wire?.close());

/** What no two log-ins have in common. */
const classOf = (accept: Buffer): string => valuesOf(accept, ATTRIBUTE.class)[0]?.toString('hex') ?? '';
const logIns = (name: string) => wire.db.selectFrom('aaa.login').select('id').where('username', '=', name).execute();

describe('an Access-Request', () => {
  test('sent again gets the same octets, and is one log-in (duties 58, 63)', async () => {
    const nas = await wire.nas();
    const asked = request(pap('once'));
    const first = await nas.ask('auth', asked);
    expect(first[0]).toBe(CODE.access_accept);
    for (let i = 0; i < 5; i++) expect(await nas.ask('auth', asked)).toEqual(first);
    expect((await nas.ask('auth', request(pap('once', 'x'))))[0]).toBe(CODE.access_reject);
    await vi.waitFor(async () => expect(await logIns('once')).toHaveLength(2));
  });

  test('is another one from another port, another address, or by another identifier (duty 58)', async () => {
    const [nas, port, twin] = [await wire.nas(), await wire.nas(), await wire.nas('127.0.0.2')];
    const authenticator = randomBytes(16);
    const asked = request(pap('bob'), { identifier: 9, authenticator });
    const accepts = [
      await nas.ask('auth', asked),
      await port.ask('auth', asked),
      await twin.ask('auth', asked),
      await nas.ask('auth', request(pap('bob'), { identifier: 10, authenticator: randomBytes(16) })),
    ];
    expect(accepts.map((accept) => accept[0])).toEqual(Array(4).fill(CODE.access_accept));
    expect(new Set(accepts.map(classOf)).size).toBe(4);
  });

  test('is not a Status-Server with the same identifier and authenticator: each gets its own answer (duty 58)', async () => {
    const nas = await wire.nas();
    const same = { identifier: 12, authenticator: randomBytes(16) };
    const asked = request(pap('bob'), same);
    const first = await nas.ask('auth', asked);
    const status = await nas.ask(
      'auth',
      request(() => undefined, { ...same, code: CODE.status_server }),
    );
    expect([classOf(first) === '', classOf(status)]).toEqual([false, '']);
    expect(await nas.ask('auth', asked)).toEqual(first);
  });

  test('with the identifier of one before and a new authenticator is new, and the one before is forgotten (duty 61)', async () => {
    const nas = await wire.nas();
    const [first, second] = [1, 2].map(() => request(pap('bob'), { identifier: 5 })) as [Buffer, Buffer];
    const answers: Buffer[] = [];
    for (const asked of [first, second, second, first]) answers.push(await nas.ask('auth', asked));
    const [one, two, again, afresh] = answers.map(classOf);
    expect(again).toBe(two);
    expect(new Set([one, two, afresh]).size).toBe(3);
  });

  test('that is not believed leaves what was answered before as it is (duty 62)', async () => {
    const nas = await wire.nas();
    const asked = request(pap('bob'), { identifier: 6 });
    const first = await nas.ask('auth', asked);
    const forged = request(pap('eve'), { identifier: 6, secret: 'a guess' });
    const unsigned = request(pap('eve'), { identifier: 6, signed: false });
    const before = await wire.discards('message-authenticator-wrong');
    nas.send('auth', forged);
    nas.send('auth', unsigned);
    expect(await nas.ask('auth', asked)).toEqual(first);
    expect(await wire.discards('message-authenticator-wrong')).toBe(before + 1);
  });
});

describe('an Accounting-Request', () => {
  const record =
    (id: string, octets: number): Fill =>
    (w) => {
      w.addText(ATTRIBUTE.acct_session_id, id);
      w.addText(ATTRIBUTE.user_name, 'bob');
      w.addInteger(ATTRIBUTE.acct_input_octets, octets);
    };

  /** Keeps accounting from being written until it is let go. */
  const lock = async (): Promise<() => Promise<void>> => {
    const client = new pg.Client(wire.room.database.url);
    await client.connect();
    await client.query('begin; lock table aaa.session in access exclusive mode');
    return async () => {
      await client.query('rollback');
      await client.end();
    };
  };

  test('sent again while the first is being stored is discarded; one answer comes (duty 59)', async () => {
    const nas = await wire.nas();
    const before = await wire.discards('in-flight');
    const release = await lock();
    const asked = accounting(3, record('in flight', 700));
    for (let i = 0; i < 3; i++) nas.send('acct', asked);
    await vi.waitFor(async () => expect(await wire.discards('in-flight')).toBe(before + 2));
    expect(nas.heard).toEqual([]);
    await release();
    expect((await nas.next()).octets[0]).toBe(CODE.accounting_response);
    expect(
      (
        await nas.ask(
          'acct',
          request(() => undefined, { code: CODE.status_server }),
        )
      )[1],
    ).not.toBe(asked[1]);
    expect(nas.heard).toEqual([]);
  });

  test('sent again after its answer is answered again and counts once (duty 63)', async () => {
    const nas = await wire.nas();
    const asked = accounting(3, record('again', 900));
    for (let i = 0; i < 4; i++) expect((await nas.ask('acct', asked))[0]).toBe(CODE.accounting_response);
    const rows = await wire.sessions('again');
    expect(rows.map((row) => row.input_octets)).toEqual([900n]);
    const used = wire.db
      .selectFrom('aaa.usage_quarter')
      .selectAll()
      .where('session_id', '=', rows[0]?.id ?? '');
    expect((await used.execute()).map((row) => row.input_octets)).toEqual([900n]);
  });
});
