import type { Service } from './account-types.ts';

type Part = Pick<Service, 'is_part' | 'plan_id' | 'bundle_parts'>;

/** Whether a subscription is a part that its bundle always comes with: it does not end alone. */
export const isRequiredPart = ({ is_part, plan_id, bundle_parts }: Part): boolean =>
  is_part && !bundle_parts.some((part) => part.plan_id === plan_id && part.optional);

type Priced = Pick<Service, 'price_minor' | 'quantity' | 'is_part' | 'bundle_parts' | 'plan_id' | 'state'>;

/** What a bundle costs a period with the optional parts it has; what is not optional is in its own price. */
export const bundlePrice = (bundle: Pick<Service, 'price_minor'>, parts: readonly Priced[]): number =>
  parts
    .filter((part) => part.state !== 'ended' && part.is_part && !isRequiredPart(part))
    .reduce((sum, { price_minor, quantity }) => sum + (price_minor ?? 0) * quantity, bundle.price_minor ?? 0);
