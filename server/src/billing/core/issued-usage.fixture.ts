/** For tests: lines of use as they stand once drafts of them are issued. */
import type { BilledUsageLine } from './billable.ts';
import type { Drafted } from './draft-invoice.ts';
import { chargedTaxes } from './draft-line.ts';

/** The lines of use with those of a draft, and what it credits of them. */
export const issuedUsage = (lines: readonly BilledUsageLine[], drafted: Drafted, id: string): BilledUsageLine[] => {
  const named = drafted.invoice?.taxes ?? [];
  const fresh = (drafted.invoice?.lines ?? []).flatMap((line, i): BilledUsageLine[] =>
    line.kind !== 'usage' || line.plan_id === null || line.plan_version === null
      ? []
      : [
          {
            ...line,
            plan_id: line.plan_id,
            plan_version: line.plan_version,
            taxes: chargedTaxes(line.taxes, named),
            account_id: 'account',
            invoice_id: id,
            line_no: i + 1,
            zone: 'UTC',
            tier: Number.parseInt(`${line.trace.tier ?? 0}`, 10),
            billed_octets: BigInt(line.trace.billed_bytes ?? 0),
            rolled_octets: BigInt(line.trace.rolled_bytes ?? 0),
            discounts: line.discounts.map((each) => ({ ...each, own: true })),
            credits: [],
            known_octets: 0n,
            known_checksum: '',
            is_void: false,
          },
        ],
  );
  return [...lines, ...fresh]
    .sort((a, b) => a.revision - b.revision)
    .map((line) => ({
      ...line,
      credits: [
        ...line.credits,
        ...drafted.credits
          .flatMap((note) => note.lines)
          .filter(({ of }) => of.invoice_id === line.invoice_id && of.line_no === line.line_no)
          .map((credit) => ({ ...credit, recounted_minor: BigInt(credit.trace.recounted_minor ?? 0) })),
      ],
    }));
};

const own = (of: { readonly net_minor: bigint; readonly gross_minor: bigint }, inclusive: boolean) =>
  inclusive ? of.gross_minor : of.net_minor;

/** What is left of a line when its credits are taken away, in its price's own terms. */
export const leftOf = (line: BilledUsageLine): bigint =>
  line.credits.reduce((left, credit) => left - own(credit, line.tax_inclusive), own(line, line.tax_inclusive));
