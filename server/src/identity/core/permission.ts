const FORM = /^([a-z][a-z-]*)\.(\*|[a-z][a-z-]*)$/;

/** True for `room.verb`, `room.*` and `*`. */
export const isPermission = (text: string): boolean => text === '*' || FORM.test(text);

const covers = (held: ReadonlySet<string>, wanted: string): boolean =>
  held.has('*') || held.has(wanted) || (wanted !== '*' && held.has(`${wanted.slice(0, wanted.indexOf('.'))}.*`));

/** The first of `wanted` that `held` does not cover, or `undefined`: nobody hands out, or takes over, more than they have. */
export const firstBeyond = (held: ReadonlySet<string>, wanted: readonly string[]): string | undefined =>
  wanted.find((permission) => !covers(held, permission));
