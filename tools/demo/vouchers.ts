import { randomUUID } from 'node:crypto';
import { addMs, epochMs, type Id, type Instant } from '@isp/values';
import { CreateVoucherBatch } from '../../server/src/aaa/contract.ts';
import type { SessionRecord } from '../../server/src/aaa/core/record.ts';
import { openCode } from '../../server/src/aaa/open-code.ts';
import { pinBinding } from '../../server/src/aaa/pin-binding.ts';
import { writeRecords } from '../../server/src/aaa/store/accounting.ts';
import { codesAfter } from '../../server/src/aaa/store/vouchers.ts';
import { OpenAccount } from '../../server/src/flows/contract.ts';
import { createVoucherBatch } from '../../server/src/flows/create-voucher-batch.ts';
import { openAccount } from '../../server/src/flows/open-account.ts';
import { deriveVouchers } from '../../server/src/flows/voucher-use.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import type { FakeNas } from '../fake-nas/fake-nas.ts';
import { Population } from '../fake-nas/population.ts';
import { COMPANY } from './catalogue.ts';
import { chance } from './chance.ts';
import type { World } from './day.ts';
import type { Router } from './isp.ts';
import { hex } from './sessions.ts';

const DAY_MS = 86_400_000;
const MADE_DAYS_AGO = 10;
const HOTEL = {
  kind: 'company',
  name: 'Strandhotel Seeblick',
  email: 'rezeption@seeblick.example',
  city: 'Westerland',
};
const BATCH = {
  name: 'Rezeption',
  size: 60,
  time_s: 7200,
  valid_s: 86_400,
  rate_down_kbps: 16_000,
  rate_up_kbps: 4000,
  heading: 'Strandhotel Seeblick',
  price_minor: 300,
  login_url: 'http://wlan.seeblick.example/login?username={code}',
};
/** Of the batch so many were used before, and so many are in guests' hands. */
const USED = 9;
const GUESTS = 14;

interface Guest {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly code: string;
}

/** The first vouchers of a batch, with their codes. */
const guestsOf = async (
  world: World,
  batch: { account_id: Id; id: Id },
  after: number,
  most: number,
): Promise<Guest[]> => {
  const which = { to_number: BATCH.size, states: ['unused', 'in-use'] as const };
  const sealed = await codesAfter(world.kernel.db, batch, after, which, most);
  return sealed.map((one) => ({
    account_id: batch.account_id,
    subscription_id: one.id,
    code: openCode(world.kernel, one).code,
  }));
};

const NOWHERE = {
  ...{ framed_ip: null, framed_ipv6_address: null, framed_ipv6_prefix: null, framed_interface_id: null },
  ...{
    delegated_ipv6_prefix: null,
    told_framed_ip: null,
    began_after_ms: null,
    class: null,
    further_link: false,
    described: null,
  },
};

/** A guest's session that is over. */
const stay = (guest: Guest, hotspot: Router, from: number, seconds: number, octets: number): SessionRecord => ({
  ...NOWHERE,
  account_id: guest.account_id,
  subscription_id: guest.subscription_id,
  kind: 'stop',
  id: randomUUID(),
  nas_id: hotspot.id,
  username: guest.code,
  acct_session_id: hex(guest.code),
  client: hotspot.address,
  nas_ip: hotspot.address,
  nas_identifier: hotspot.name,
  nas_port_id: 'bridge-guests',
  calling_station_id: `02-48-53-00-00-${(from % 100).toString().padStart(2, '0')}`,
  called_station_id: 'Seeblick',
  started_ms: from,
  heard_ms: from + seconds * 1000,
  stopped_ms: from + seconds * 1000,
  session_s: seconds,
  input_octets: BigInt(Math.round(octets * 0.1)),
  output_octets: BigInt(Math.round(octets * 0.9)),
  terminate_cause: 1,
  told_mode: 'allow',
  told_rate_down_kbps: BATCH.rate_down_kbps,
  told_rate_up_kbps: BATCH.rate_up_kbps,
});

const write = async ({ kernel }: World, records: readonly SessionRecord[]): Promise<void> => {
  const client = await kernel.pool.connect();
  try {
    await writeRecords(
      client,
      [...records].sort((a, b) => (a.account_id + a.id < b.account_id + b.id ? -1 : 1)),
      true,
    );
  } finally {
    client.release();
  }
};

/** Guests of the days before: some used their voucher up, some let it expire. */
const liveThrough = async (world: World, hotspot: Router, guests: readonly Guest[], now: Instant): Promise<void> => {
  const luck = chance(world.scope.seed, 'guests');
  const stays = guests.map((guest) => {
    const from = epochMs(addMs(now, -luck.whole(DAY_MS, (MADE_DAYS_AGO - 1) * DAY_MS)));
    return { guest, from, record: stay(guest, hotspot, from, luck.whole(1800, 7200), luck.whole(5, 900) * 1_000_000) };
  });
  await transact(world.kernel, world.isp.actors.network, async (ctx) => {
    for (const { guest, from } of stays)
      await pinBinding(ctx, {
        owner: guest,
        kind: 'password',
        name: Buffer.alloc(0),
        learned: { begun_ms: from },
        is_voucher: true,
      });
  });
  await write(
    world,
    stays.map(({ record }) => record),
  );
  await transact(world.kernel, world.isp.actors.network, (ctx) => deriveVouchers(ctx, guests, 'demo'));
};

/** A hotel with a batch of vouchers, made some days ago, of which some were used since. Nothing where there is no hotspot. */
export const addVouchers = async (world: World): Promise<void> => {
  const { kernel, isp } = world;
  if (isp.hotspot === undefined) return;
  const { batch, now } = await transact(kernel, isp.actors.network, async (ctx) => {
    const past = { ...ctx, now: addMs(ctx.now, -MADE_DAYS_AGO * DAY_MS) };
    const { id: account_id } = await openAccount(past, OpenAccount.input.parse({ ...HOTEL, zone: COMPANY.zone }));
    const wanted = CreateVoucherBatch.input.parse({ account_id, ...BATCH });
    return { batch: await createVoucherBatch(past, wanted), now: ctx.now };
  });
  await liveThrough(world, isp.hotspot, await guestsOf(world, batch, 0, USED), now);
};

const INTERIM_S = 60;
const STAY_S = 1500;

/** Guests who come and go at the hotspot, by vouchers that are good still. */
export const welcomeGuests = async (world: World, hotspot: FakeNas): Promise<Population> => {
  const batches = await world.kernel.db
    .selectFrom('aaa.voucher_batch')
    .select(['account_id', 'id'])
    .where('heading', '=', BATCH.heading)
    .execute();
  const guests = await Promise.all(batches.map((batch) => guestsOf(world, batch, 0, GUESTS)));
  return new Population(hotspot, {
    subscribers: guests.flat().map(({ code }) => ({ username: code, password: code })),
    interim_s: INTERIM_S,
    session_s: STAY_S,
    random: chance(world.scope.seed, 'guests online').next,
  });
};
