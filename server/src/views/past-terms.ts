import type { Day, Id, Instant, Rollover } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';
import type { AccessInput } from './access-inputs.ts';

type Terms = Pick<
  AccessInput,
  'currency' | 'included_bytes' | 'overage_unit_bytes' | 'overage_unit_price_minor' | 'limits' | 'fair_use'
>;

/** What a subscription's plan gave from a day on. */
export interface PastTerms extends Terms {
  readonly from_on: Day;
  readonly rollover: Rollover | null;
}

/** All that what rolls over into today depends on but the use. */
export interface PastOf {
  /** By day, up to today. */
  readonly terms: readonly PastTerms[];
  readonly pauses: readonly {
    readonly from_on: Day;
    readonly to_on: Day | null;
    readonly known_on: Day;
    readonly to_known_on: Day | null;
  }[];
  /** The first day whose use is kept; null: all there was. */
  readonly kept_on: Day | null;
}

type TermsRow = Omit<PastTerms, 'included_bytes' | 'overage_unit_bytes'> & {
  readonly included_bytes: string | null;
  readonly overage_unit_bytes: string | null;
};

const octets = (text: string | null): bigint | null => (text === null ? null : BigInt(text));

/** The past of some subscriptions: the terms they had, when they were paused, and how far back their use is known. One statement for all of them, for those alone whose plan has something roll over. */
export const pastTermsOf = async (
  tx: Tx,
  of: readonly { readonly account_id: Id; readonly subscription_id: Id }[],
  at: Instant,
): Promise<ReadonlyMap<Id, PastOf>> => {
  if (of.length === 0) return new Map();
  const { rows } = await sql<Omit<PastOf, 'terms'> & { subscription_id: Id; terms: readonly TermsRow[] }>`
    select k.subscription_id, (select f.before_at::date + 1 from aaa.forgotten f where f.kind = 'days') as kept_on,
      (select jsonb_agg(jsonb_build_object('from_on', g.from_on, 'currency', v.currency, 'included_bytes', v.included_bytes::text, 'overage_unit_bytes', v.overage_unit_bytes::text,
          'overage_unit_price_minor', v.overage_unit_price_minor::text, 'limits', v.limits, 'fair_use', v.fair_use, 'rollover', v.rollover) order by g.from_on)
        from (select distinct on (from_on) from_on, plan_id, plan_version from subscriptions.segment
          where account_id = k.account_id and subscription_id = k.subscription_id and from_on <= (${at}::timestamptz at time zone a.zone)::date order by from_on, from_second desc) g
        join tariffs.plan_version v on v.plan_id = g.plan_id and v.version = g.plan_version) as terms,
      coalesce((select jsonb_agg(jsonb_build_object('from_on', r.from_on, 'to_on', r.to_on, 'known_on', r.known_on, 'to_known_on', r.to_known_on) order by r.from_on)
        from subscriptions.rest r where r.account_id = k.account_id and r.subscription_id = k.subscription_id and r.reason = 'pause'), '[]') as pauses
    from unnest(${of.map((k) => k.account_id)}::uuid[], ${of.map((k) => k.subscription_id)}::uuid[]) as k (account_id, subscription_id)
    join crm.account a on a.id = k.account_id`.execute(tx);
  return new Map(
    rows.map(({ subscription_id, terms, ...past }) => [
      subscription_id,
      {
        ...past,
        terms: (terms ?? []).map((each) => ({
          ...each,
          included_bytes: octets(each.included_bytes),
          overage_unit_bytes: octets(each.overage_unit_bytes),
        })),
      },
    ]),
  );
};
