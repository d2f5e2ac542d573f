import type { Id } from '@isp/values';
import { sharesOf } from './bundle.ts';

/** A part as a version of its bundle keeps it. */
export interface KeptPart {
  readonly plan_id: Id;
  readonly quantity: number;
  readonly optional: boolean;
  readonly list_minor: number;
  readonly price_minor: number;
}

/** What one of a part costs in a bundle, and what the parts before it cost in a period: an optional one stands by itself. */
export interface PartPrice extends Pick<KeptPart, 'plan_id' | 'quantity' | 'optional'> {
  readonly price_minor: bigint;
  readonly before_minor: bigint;
}

/** What each part of a bundle costs when the bundle costs so much a period; `undefined` when that does not divide into whole prices. */
export const partPrices = (parts: readonly KeptPart[], price_minor: bigint): PartPrice[] | undefined => {
  const required = parts.filter(({ optional }) => !optional);
  const listed = required.map(({ quantity, list_minor }) => ({ quantity, list_minor: BigInt(list_minor) }));
  const shares = sharesOf(price_minor, listed);
  if (shares === undefined) return undefined;
  let before = 0n;
  return parts.map(({ plan_id, quantity, optional, price_minor: own }): PartPrice => {
    const of = { plan_id, quantity, optional };
    if (optional) return { ...of, price_minor: BigInt(own), before_minor: 0n };
    const share = shares[required.findIndex((part) => part.plan_id === plan_id)] ?? 0n;
    const price = { ...of, price_minor: share, before_minor: before };
    before += share * BigInt(quantity);
    return price;
  });
};

/** Whether two versions sell the same parts, whatever they cost. */
export const sameParts = (a: readonly KeptPart[], b: readonly KeptPart[]): boolean => {
  const said = (parts: readonly KeptPart[]) =>
    parts
      .map(({ plan_id, quantity, optional }) => `${plan_id} ${quantity} ${optional}`)
      .sort()
      .join();
  return said(a) === said(b);
};
