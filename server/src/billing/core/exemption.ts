import type { Day, Id } from '@isp/values';

/** Why an account goes without a tax: it showed a certificate, it owes the tax itself (reverse charge), or as the reason says. */
export type ExemptionKind = 'certificate' | 'reverse-charge' | 'other';

/** Days on which an account's documents go without a tax. */
export interface GivenExemption {
  readonly id: Id;
  /** Null: every tax. */
  readonly tax_code: string | null;
  readonly kind: ExemptionKind;
  readonly certificate: string | null;
  readonly reason: string | null;
  readonly from_on: Day;
  /** The first day it does not hold any more. */
  readonly to_on: Day | null;
  /** The day it was recorded; documents of before have the tax, whatever `from_on` says. */
  readonly known_on: Day;
}

/** The exemption from a tax that holds for documents of a day: the first of several. */
export const exemptionOn = (
  exemptions: readonly GivenExemption[],
  tax_code: string,
  on: Day,
): GivenExemption | undefined =>
  exemptions.find(
    (each) =>
      (each.tax_code === null || each.tax_code === tax_code) &&
      each.from_on <= on &&
      each.known_on <= on &&
      (each.to_on === null || on < each.to_on),
  );

const GROUNDS: Readonly<Record<ExemptionKind, (of: Pick<GivenExemption, 'certificate'>) => string>> = {
  certificate: ({ certificate }) => `exempt, certificate ${certificate}`,
  'reverse-charge': () => 'reverse charge, the recipient is liable for the tax',
  other: () => 'exempt',
};

/** Why a tax is not charged, as it stands on the document beside the tax's name. */
export const exemptionText = (of: Pick<GivenExemption, 'kind' | 'certificate' | 'reason'>): string =>
  [GROUNDS[of.kind](of), ...(of.reason === null ? [] : [of.reason])].join(': ');
