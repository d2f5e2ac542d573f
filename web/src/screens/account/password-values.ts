/** What a form holds of a log-in's password: itself, or the hash of it that another system kept. */
export type PasswordValues = { by_hash: boolean; password: string; password_hash: string };

export const NO_PASSWORD: PasswordValues = { by_hash: false, password: '', password_hash: '' };

/** What a command is given of it: one of both, or neither when nothing was written. */
export const passwordInput = ({ by_hash, password, password_hash }: PasswordValues) => {
  if (by_hash) return password_hash.trim() ? { password_hash: password_hash.trim() } : {};
  return password ? { password } : {};
};
