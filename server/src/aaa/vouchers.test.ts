import { randomBytes } from 'node:crypto';
import { ATTRIBUTE, CODE, describePacket } from '@isp/radius';
import type { Id } from '@isp/values';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { eventually } from './aaa.fixture.ts';
import { cancelVoucher } from './cancel-voucher.ts';
import { cancelVoucherBatch } from './cancel-voucher-batch.ts';
import type { VoucherCode } from './contract.ts';
import { createVouchers, type WantedVouchers } from './create-vouchers.ts';
import { extendVoucherBatch } from './extend-voucher-batch.ts';
import { forgetVoucherDevice } from './forget-voucher-device.ts';
import { listVoucherCodes } from './list-voucher-codes.ts';
import { listVouchers } from './list-vouchers.ts';
import { removeVoucherBatch } from './remove-voucher-batch.ts';
import { setCredential } from './set-credential.ts';
import { showVoucherCode } from './show-voucher-code.ts';
import { tryLogIn } from './try-log-in.ts';
import { by, type Names, pap, request, typesOf, Wire } from './wire.fixture.ts';

let wire: Wire;
let account_id: Id;
let made = 0;

const WANTED = {
  size: 1,
  code_prefix: '',
  code_alphabet: 'letters-digits',
  code_length: 8,
  pin_length: 0,
  time_s: null,
  octets: null,
  valid_s: 86_400,
  rate_down_kbps: 5000,
  rate_up_kbps: 1000,
  simultaneous: 1,
  binds_device: false,
  use_by_on: null,
  heading: 'Hotel Adler',
  price_minor: null,
  login_url: null,
  currency: 'EUR',
  zone: 'UTC',
} as const;

const batch = (change: Partial<WantedVouchers> = {}) =>
  wire.room.database.run((ctx) => createVouchers(ctx, { ...WANTED, account_id, name: `batch ${++made}`, ...change }));

const codesOf = async (id: Id): Promise<VoucherCode[]> =>
  (await wire.room.database.run((ctx) => listVoucherCodes(ctx, { id, limit: 500 }))).items;

/** One voucher that RADIUS knows. */
const voucher = async (change: Partial<WantedVouchers> = {}): Promise<VoucherCode> => {
  const [one] = await codesOf((await batch(change)).id);
  await wire.server.directory.refresh();
  if (one === undefined) throw new Error('no voucher was made');
  return one;
};

const ask = async (name: string, password: string, more: Names = {}): Promise<Buffer> => {
  const nas = await wire.nas();
  return nas.ask(
    'auth',
    request((w) => {
      pap(name, password)(w);
      by(more)(w);
    }),
  );
};

const chap = async (name: string, password: string): Promise<number> => {
  const nas = await wire.nas();
  const answer = await nas.ask(
    'auth',
    request((w) => {
      w.addText(ATTRIBUTE.user_name, name);
      w.addChapPassword(7, Buffer.from(password), randomBytes(16));
    }),
  );
  return answer[0] ?? 0;
};

const saidBy = (answer: Buffer): Record<string, string | number> => {
  const described = describePacket(answer, {});
  if (!described.ok) throw new Error('no packet');
  return Object.fromEntries(described.attributes.map(({ name, value }) => [name, value]));
};

const rowOf = (id: Id) => wire.db.selectFrom('aaa.voucher').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** Its newest log-in with that outcome, once it is in the log. */
const lastLogin = (id: Id, outcome: 'accept' | 'reject') =>
  eventually(() =>
    wire.db
      .selectFrom('aaa.login')
      .select(['username', 'reason', 'outcome'])
      .where('subscription_id', '=', id)
      .where('outcome', '=', outcome)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
  );

describe('vouchers', () => {
  beforeAll(async () => {
    wire = await Wire.open();
    ({ account_id } = await wire.room.subscriber('somebody'));
  });
  afterAll(() => wire.close());

  test('a code is a log-in by itself: as it is printed, in small letters, with hyphens, with an empty password, by CHAP', async () => {
    const { code } = await voucher({ simultaneous: 100 });
    const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`;
    expect((await ask(code, code))[0]).toBe(CODE.access_accept);
    expect((await ask(typed, typed))[0]).toBe(CODE.access_accept);
    expect((await ask(code, ''))[0]).toBe(CODE.access_accept);
    expect((await ask(code, `${code}X`))[0]).toBe(CODE.access_reject);
    expect(await chap(code, code)).toBe(CODE.access_accept);
    expect(await chap(typed, typed)).toBe(CODE.access_accept);
    expect(await chap(code, 'something')).toBe(CODE.access_reject);
  });

  test('with a PIN the code alone is not enough', async () => {
    const { code, pin } = await voucher({ pin_length: 4, simultaneous: 100 });
    expect(pin).toMatch(/^\d{4}$/);
    expect((await ask(code, pin ?? ''))[0]).toBe(CODE.access_accept);
    expect(await chap(code, pin ?? '')).toBe(CODE.access_accept);
    expect((await ask(code, code))[0]).toBe(CODE.access_reject);
    expect((await ask(code, ''))[0]).toBe(CODE.access_reject);
  });

  test('the Accept says the speed, what is left, and when it is over; the first log-in begins its time and is stored', async () => {
    const one = await voucher({ time_s: 7200, octets: 500_000_000n, use_by_on: '2099-12-31' as never });
    expect(await rowOf(one.id)).toMatchObject({ state: 'unused', first_used_at: null, expires_at: null });
    const before = wire.room.database.kernel.clock.ms();
    const said = saidBy(await ask(one.code, one.code, { calling_station_id: '02-00-00-00-00-01' }));
    expect(said).toMatchObject({
      'Session-Timeout': 7200,
      'Mikrotik-Rate-Limit': '1000k/5000k',
      'Mikrotik-Total-Limit': 500_000_000,
    });
    const over = Date.parse(String(said['WISPr-Session-Terminate-Time']));
    expect(Math.abs(over - before - 86_400_000)).toBeLessThan(5000);
    const row = await eventually(async () => {
      const now = await rowOf(one.id);
      return now.state === 'in-use' && now;
    });
    expect(Date.parse(row.expires_at ?? '') - Date.parse(row.first_used_at ?? '')).toBe(86_400_000);
    expect(row.mac).toBeNull();
    expect(await lastLogin(one.id, 'accept')).toMatchObject({
      username: `••••••${one.code.slice(-2)}`,
      outcome: 'accept',
      reason: 'let on',
    });
  });

  test('without a limit on time the Session-Timeout is what its validity leaves', async () => {
    const { code } = await voucher({ valid_s: 3600 });
    expect(Number(saidBy(await ask(code, code))['Session-Timeout'])).toBeGreaterThan(3590);
    const endless = await voucher({ valid_s: null, octets: 1_000_000n });
    const types = typesOf(await ask(endless.code, endless.code));
    expect(types).not.toContain(ATTRIBUTE.session_timeout);
  });

  test('it is bound to the first device, and can be let go of it', async () => {
    const { id, code } = await voucher({ binds_device: true, simultaneous: 5 });
    expect((await ask(code, code, { calling_station_id: '02-00-00-00-00-0A' }))[0]).toBe(CODE.access_accept);
    expect((await ask(code, code, { calling_station_id: '02-00-00-00-00-0B' }))[0]).toBe(CODE.access_reject);
    await eventually(async () => (await rowOf(id)).mac === '02000000000a');
    expect((await lastLogin(id, 'reject')).reason).toBe('not the station this user may log in from');
    await wire.room.database.run((ctx) => forgetVoucherDevice(ctx, { id }));
    await wire.server.directory.refresh();
    expect((await ask(code, code, { calling_station_id: '02-00-00-00-00-0B' }))[0]).toBe(CODE.access_accept);
  });

  test('a restart forgets neither the first log-in nor the device', async () => {
    const { id, code } = await voucher({ binds_device: true, valid_s: 3600 });
    await ask(code, code, { calling_station_id: '02-00-00-00-00-0C' });
    await wire.restart(async () => {
      await sql`update aaa.voucher set first_used_at = first_used_at - interval '30 minutes', expires_at = expires_at - interval '30 minutes' where id = ${id}`.execute(
        wire.db,
      );
    });
    const again = saidBy(await ask(code, code, { calling_station_id: '02-00-00-00-00-0C' }));
    expect(Number(again['Session-Timeout'])).toBeGreaterThan(1780);
    expect(Number(again['Session-Timeout'])).toBeLessThanOrEqual(1800);
    expect((await ask(code, code, { calling_station_id: '02-00-00-00-00-0D' }))[0]).toBe(CODE.access_reject);
  });

  test('what is over is refused with its reason: cancelled, not used in time; another day lets it in again', async () => {
    const one = await voucher();
    await wire.room.database.run((ctx) => cancelVoucher(ctx, { id: one.id }));
    await wire.server.directory.refresh();
    expect((await ask(one.code, one.code))[0]).toBe(CODE.access_reject);
    expect((await lastLogin(one.id, 'reject')).reason).toMatch(/^access denied: voucher cancelled on \d+ \w+ 20\d\d$/);
    await expect(wire.room.database.run((ctx) => cancelVoucher(ctx, { id: one.id }))).rejects.toThrow('over');

    const late = await batch({ use_by_on: '2099-12-31' as never });
    const [two] = await codesOf(late.id);
    if (two === undefined) throw new Error('no voucher was made');
    await sql`update aaa.voucher_batch set use_by_on = '2020-01-01', use_before = '2020-01-02' where id = ${late.id}`.execute(
      wire.db,
    );
    await sql`update aaa.voucher set derived_at = now() where id = ${two.id}`.execute(wire.db);
    await wire.server.directory.refresh();
    expect((await ask(two.code, two.code))[0]).toBe(CODE.access_reject);
    expect((await lastLogin(two.id, 'reject')).reason).toBe('voucher expired: it was to be used before');
    await expect(
      wire.room.database.run((ctx) => extendVoucherBatch(ctx, { id: late.id, use_by_on: '2020-01-01' as never })),
    ).rejects.toThrow('is over');
    await wire.room.database.run((ctx) => extendVoucherBatch(ctx, { id: late.id, use_by_on: '2099-06-30' as never }));
    await wire.server.directory.refresh();
    expect((await ask(two.code, two.code))[0]).toBe(CODE.access_accept);
  });

  test('who guesses is held back, even with a right code; others, and who has another log-in, are not', async () => {
    const one = await voucher({ simultaneous: 100 });
    const station = { calling_station_id: '02-00-00-00-00-1A' };
    for (let i = 0; i < 10; i++) expect((await ask(`GUESS${i}`, `GUESS${i}`, station))[0]).toBe(CODE.access_reject);
    expect((await ask(one.code, one.code, station))[0]).toBe(CODE.access_reject);
    expect((await lastLogin(one.id, 'reject')).reason).toMatch(/^too many wrong codes/);
    expect((await ask('somebody', 'pw-somebody', station))[0]).toBe(CODE.access_accept);
    expect((await ask(one.code, one.code, { calling_station_id: '02-00-00-00-00-1B' }))[0]).toBe(CODE.access_accept);

    const pinned = await voucher({ pin_length: 6, simultaneous: 100 });
    for (let i = 0; i < 10; i++) await ask(pinned.code, `00000${i}`, { calling_station_id: `02-00-00-00-01-0${i}` });
    expect((await ask(pinned.code, pinned.pin ?? '', { calling_station_id: '02-00-00-00-00-1C' }))[0]).toBe(
      CODE.access_reject,
    );
  });

  test('a log-in cannot take the code of a voucher, and “why?” knows vouchers', async () => {
    const one = await voucher();
    const other = await wire.room.subscriber('another');
    await expect(
      wire.room.database.run((ctx) =>
        setCredential(ctx, { ...other, username: one.code.toLowerCase(), password: 'x' }),
      ),
    ).rejects.toThrow('belongs to another');
    const tried = await wire.room.database.run((ctx) =>
      tryLogIn(ctx, { nas_id: wire.room.nas_id, username: one.code, method: 'pap' }),
    );
    expect(tried).toMatchObject({ outcome: 'accept', reason: 'let on' });
    expect(tried.steps.find(({ check }) => check === 'guesses')?.saw).toBe('no');
    expect(await rowOf(one.id)).toMatchObject({ state: 'unused' });
  });

  test('codes are sealed, found by the whole of them, and whoever looks at them is in the audit', async () => {
    const { id } = await batch({ size: 50, code_prefix: 'HA', pin_length: 4 });
    const codes = await codesOf(id);
    expect(codes.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(new Set(codes.map(({ code }) => code)).size).toBe(50);
    for (const { code } of codes) expect(code).toMatch(/^HA[BCDFGHJKMNPQRSTVWXYZ23456789]{8}$/);
    const { code, number } = codes[6] as VoucherCode;
    const { rows } = await sql<{ told: string }>`
      select (select string_agg(to_jsonb(v)::text, '') from aaa.voucher v) || (select string_agg(to_jsonb(a)::text, '') from kernel.audit a)
        || (select string_agg(to_jsonb(u)::text, '') from aaa.username u) as told`.execute(wire.db);
    expect(rows[0]?.told).not.toContain(code);
    const found = await wire.room.database.run((ctx) => listVouchers(ctx, { limit: 50, q: code.toLowerCase() }));
    expect(found.items).toMatchObject([{ number, code: `••••••${code.slice(-2)}` }]);
    await wire.room.database.run((ctx) => showVoucherCode(ctx, { id: (codes[6] as VoucherCode).id }));
    const audit = await wire.db
      .selectFrom('kernel.audit')
      .select(['relation', 'after'])
      .where('op', '=', 'read' as never)
      .execute();
    expect(audit.filter(({ relation }) => relation.startsWith('aaa.voucher')).length).toBeGreaterThan(1);
  });

  test('codes that could be guessed are refused, and vouchers that never end', async () => {
    await expect(batch({ size: 10_000, code_length: 6 })).rejects.toThrow('could be guessed');
    await expect(batch({ size: 100, code_alphabet: 'digits', code_length: 8 })).rejects.toThrow('could be guessed');
    await expect(batch({ valid_s: null })).rejects.toThrow('never');
    await expect(batch({ rate_up_kbps: null })).rejects.toThrow('both directions');
  });

  test('ten thousand are made at once; a cancelled batch is refused everywhere, and may go after thirty days', async () => {
    const began = performance.now();
    const { id, unused } = await batch({ size: 10_000 });
    expect(unused).toBe(10_000);
    expect(performance.now() - began).toBeLessThan(10_000);
    const cancelled = await wire.room.database.run((ctx) => cancelVoucherBatch(ctx, { id }));
    expect(cancelled).toMatchObject({ unused: 0, cancelled: 10_000 });
    await expect(wire.room.database.run((ctx) => removeVoucherBatch(ctx, { id }))).rejects.toThrow('not every voucher');
    await sql`update aaa.voucher set ended_at = ended_at - interval '31 days' where batch_id = ${id}`.execute(wire.db);
    await wire.room.database.run((ctx) => removeVoucherBatch(ctx, { id }));
    expect(await wire.db.selectFrom('aaa.voucher').select('id').where('batch_id', '=', id).execute()).toEqual([]);
  });
});
