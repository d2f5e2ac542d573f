import type { Secrets } from '../kernel/secrets.ts';
import type { VoucherCode } from './contract.ts';
import type { SealedCode } from './store/vouchers.ts';

/** A code and its PIN, unsealed. */
export const openCode = ({ secrets }: { readonly secrets: Secrets }, sealed: SealedCode): VoucherCode => {
  const { id, number, code_sealed, pin_sealed } = sealed;
  return { id, number, code: secrets.open(code_sealed), pin: pin_sealed === null ? null : secrets.open(pin_sealed) };
};
