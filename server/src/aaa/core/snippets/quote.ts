/** How a secret is written where it stands, and what a make cannot carry. */

/** RouterOS: within double quotes, `\`, `"` and `$` are escaped (RouterOS manual, Scripting: Constant Escape Sequences). */
export const routerOs = (text: string): string => `"${text.replaceAll(/[\\"$?]/g, '\\$&')}"`;

/** Junos and SR OS: within double quotes, `\` and `"` are escaped. */
export const doubleQuoted = (text: string): string => `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;

/** A shell (EdgeOS): within single quotes, which end for a quote and begin anew. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** What a make's lines cannot carry of this secret; null when it is fine. */
export const cannotCarry = (secret: string, unfit: RegExp, make: string): string | null => {
  const found = unfit.exec(secret)?.[0];
  return found === undefined
    ? null
    : `${make} cannot take ${found === ' ' ? 'a space' : `“${found}”`} in a secret there: change the secret to one without.`;
};
