/** One rule of an area. */
export interface AreaRule {
  readonly country: string;
  readonly postal_prefix: string | null;
  readonly postal_from: string | null;
  readonly postal_to: string | null;
  readonly city: string | null;
}

/** Where something is to be sold. */
export interface Address {
  readonly country: string;
  readonly postal_code: string | null;
  readonly city: string | null;
}

/** A postal code without spaces and dashes, in capitals. */
const plain = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, '');

const fitsPostal = ({ postal_prefix, postal_from, postal_to }: AreaRule, code: string | null): boolean => {
  if (postal_prefix === null && postal_from === null) return true;
  if (code === null) return false;
  const own = plain(code);
  if (postal_prefix !== null) return own.startsWith(plain(postal_prefix));
  const [from, to] = [plain(postal_from ?? ''), plain(postal_to ?? '')];
  return own.length === from.length && own.length === to.length && from <= own && own <= to;
};

const fitsCity = ({ city }: AreaRule, own: string | null): boolean =>
  city === null || city.trim().toLowerCase() === own?.trim().toLowerCase();

/** Whether an address is inside an area: one of its rules fits. */
export const isInside = (rules: readonly AreaRule[], address: Address): boolean =>
  rules.some(
    (rule) => rule.country === address.country && fitsPostal(rule, address.postal_code) && fitsCity(rule, address.city),
  );

/** The range of a rule that holds no code, `20095–200`: its ends are of another length, or the wrong way round. */
export const emptyRange = (rules: readonly AreaRule[]): string | undefined => {
  const rule = rules.find(({ postal_from, postal_to }) => {
    if (postal_from === null || postal_to === null) return false;
    const [from, to] = [plain(postal_from), plain(postal_to)];
    return from.length !== to.length || from > to;
  });
  return rule && `${rule.postal_from}–${rule.postal_to}`;
};

/** An address in a line, as far as areas look at it: `25813 Husum, DE`. */
export const addressText = ({ country, postal_code, city }: Address): string =>
  [[postal_code, city].filter(Boolean).join(' '), country].filter(Boolean).join(', ');
