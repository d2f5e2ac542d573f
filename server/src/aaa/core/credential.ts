import { methodsFor, type PasswordKind } from './password.ts';

interface Kept {
  readonly kind: 'password' | 'mac' | 'line';
  readonly password_kind: PasswordKind;
}

/** A log-in as it is shown: with what it can log in by, and without a kind of password when it has none. */
export const shownCredential = <K extends Kept>(
  row: K,
): Omit<K, 'password_kind'> & { password_kind: PasswordKind | null; log_in_methods: string[] } => {
  if (row.kind === 'password') return { ...row, log_in_methods: methodsFor(row.password_kind) };
  return { ...row, password_kind: null, log_in_methods: [row.kind === 'mac' ? 'MAC address' : 'line'] };
};
