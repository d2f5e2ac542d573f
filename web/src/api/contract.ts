import type { Contract } from '@isp/values/wire';

/** A type as it looks in JSON: minor units are integers, instants and days are strings. */
export type Wire<T> = T extends { readonly _zod: { readonly input: infer I } } ? I : never;

/** What a route takes, on the wire. */
export type Input<C extends Contract> = Wire<C['input']>;
/** What a route gives, on the wire. */
export type Reply<C extends Contract> = Wire<C['reply']>;
/** One row of what a list gives. */
export type Row<C extends Contract> = Reply<C> extends { items: readonly (infer R)[] } ? R : never;
