import { moneyText } from '../../kit/format.ts';
import { cycleText } from '../../tariffs/plan-sentence.ts';
import type { Service } from './account-types.ts';

/** How many of what: `10 × Telephone`; of one, its name. */
export const countedName = (quantity: number, name: string): string =>
  quantity === 1 ? name : `${quantity} × ${name}`;

/** What a subscription costs a period: `10 × €3.10 a month`; nothing where no price is known. */
export const priceText = (
  service: Pick<Service, 'price_minor' | 'currency' | 'quantity' | 'cycle_unit' | 'cycle_count'>,
): string | null =>
  service.price_minor === null
    ? null
    : `${countedName(service.quantity, moneyText(service.price_minor, service.currency))} ${cycleText(service.cycle_unit, service.cycle_count)}`;
