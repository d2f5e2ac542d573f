/** The parts of a plan's terms that say what is used beyond the included volume costs. */
export interface OverageTerms {
  readonly included_bytes: bigint | null;
  readonly overage_unit_bytes: bigint | null;
  readonly overage_unit_price_minor: string | null;
}

/** True when overage is said completely (included volume, unit, price) or not at all; an included volume alone is allowed: nothing is billed beyond it. */
export const checkTerms = (terms: OverageTerms): boolean => {
  const unit = terms.overage_unit_bytes !== null;
  const price = terms.overage_unit_price_minor !== null;
  return unit === price && (!unit || terms.included_bytes !== null);
};
