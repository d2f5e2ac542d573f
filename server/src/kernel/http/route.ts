import type { Contract } from '@isp/values/wire';
import type { z } from 'zod';
import type { Ctx, Kernel } from '../ctx.ts';

/** Who may use a route. */
export type Access =
  | { readonly kind: 'permission'; readonly permission: string }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'public' };

/** Those whose role has the permission. */
export const may = (permission: string): Access => ({ kind: 'permission', permission });
/** Anyone who is signed in. */
export const signedIn: Access = { kind: 'signed-in' };
/** Anyone at all. */
export const anyone: Access = { kind: 'public' };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface RouteOptions {
  /** The command moves money or provisions: it must carry an `Idempotency-Key`. Any POST may. */
  readonly idempotent?: boolean;
  /** A read that is itself written down: its verb calls `auditRead`. */
  readonly audited?: boolean;
}

/** One row of a room's table of routes: a verb (or a store's read) behind a path. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly access: Access;
  readonly contract: Contract;
  readonly idempotent: boolean;
  /** A read whose transaction writes who asked. */
  readonly audited: boolean;
  readonly run: (door: { readonly ctx: Ctx; readonly kernel: Kernel }, input: never) => Promise<unknown>;
  /** False: the handler opens its own transactions (long work). */
  readonly transaction: boolean;
  /** The media type, when it gives a file (`FileReply`) and no JSON. */
  readonly file?: string;
}

/** A file that may be made while it is sent. */
export interface FileReply {
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
}

const row =
  (method: Method) =>
  <I extends z.ZodType, R extends z.ZodType>(
    path: string,
    access: Access,
    contract: Contract<I, R>,
    verb: (ctx: Ctx, input: z.output<I>) => Promise<z.output<R>>,
    options: RouteOptions = {},
  ): Route => ({
    method,
    path,
    access,
    contract,
    idempotent: options.idempotent ?? false,
    audited: options.audited ?? false,
    run: ({ ctx }, input) => verb(ctx, input),
    transaction: true,
  });

export const get = row('GET');
export const post = row('POST');
export const put = row('PUT');
export const patch = row('PATCH');
export const del = row('DELETE');

/** A command that opens its own transactions, for long or outward work. */
export const command = <I extends z.ZodType, R extends z.ZodType>(
  path: string,
  access: Access,
  contract: Contract<I, R>,
  verb: (kernel: Kernel, actor: Ctx['actor'], input: z.output<I>) => Promise<z.output<R>>,
): Route => ({
  method: 'POST',
  path,
  access,
  contract,
  idempotent: false,
  audited: false,
  run: ({ kernel, ctx }, input) => verb(kernel, ctx.actor, input),
  transaction: false,
});

/** A read that gives a file of a media type; it opens its own transactions, and is refused, if at all, before the file begins. */
export const file = <I extends z.ZodType>(
  path: string,
  access: Access,
  contract: Contract<I>,
  type: string,
  verb: (kernel: Kernel, actor: Ctx['actor'], input: z.output<I>) => Promise<FileReply>,
): Route => ({
  method: 'GET',
  path,
  access,
  contract,
  idempotent: false,
  audited: false,
  run: ({ kernel, ctx }, input) => verb(kernel, ctx.actor, input),
  transaction: false,
  file: type,
});
