/** What `core/` gives back when it can refuse: a value, or the reason why not. */
export type Result<T, R = string> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: R };

/** A result that holds a value. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
/** A result that holds the reason of a refusal. */
export const refused = <R>(reason: R): { readonly ok: false; readonly reason: R } => ({ ok: false, reason });
