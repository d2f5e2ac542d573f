import { currencyExponent, parseCurrency, powerOfTen } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Meter } from './contract.ts';
import { MeterNotForThis, MeterNotFound } from './faults.ts';
import { metersNamed } from './store/meters.ts';

/** What a plan charges by a meter, as far as the meter must fit. */
export interface NamedMeter {
  readonly meter: string;
  readonly model: string;
}

/** A meter of money counts the smallest coins of a currency: 100 cents a euro. */
const isOfMoney = ({ unit_code, unit_size }: Meter, currency: string): boolean => {
  const of = parseCurrency(currency);
  return of !== undefined && unit_code === of && unit_size === powerOfTen(currencyExponent(of));
};

/** Refuses a meter that is not there or is retired, and a percentage of what is not an amount of money in the plan's currency. */
export const checkMeters = async (ctx: Ctx, charges: readonly NamedMeter[], currency: string): Promise<void> => {
  const known = await metersNamed(
    ctx.tx,
    charges.map(({ meter }) => meter),
  );
  for (const { meter: code, model } of charges) {
    const meter = known.get(code);
    if (!meter) throw MeterNotFound({ meter: code });
    if (meter.state === 'retired') throw MeterNotForThis({ code, why: 'it is retired' });
    if (model === 'percentage' && !isOfMoney(meter, currency))
      throw MeterNotForThis({ code, why: `a percentage is of an amount in the smallest coins of ${currency}` });
  }
};
