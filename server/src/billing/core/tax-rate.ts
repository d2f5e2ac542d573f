import { compareDecimals, type Decimal, parseDecimal } from '@isp/values';

/** A tax rate as somebody wrote it; `undefined` when it is none: from 0 to 1000 %, at most 6 digits after the point. Zeros at its end are left out. */
export const taxRate = (written: string): Decimal | undefined => {
  const percent = parseDecimal(written);
  if (percent === undefined || (percent.split('.')[1] ?? '').length > 6) return undefined;
  const isWithin = compareDecimals(percent, '0' as Decimal) >= 0 && compareDecimals(percent, '1000' as Decimal) <= 0;
  return isWithin ? (percent.replace(/(?:\.|(\.\d*[1-9]))0+$/, '$1') as Decimal) : undefined;
};
