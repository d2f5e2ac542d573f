import type { Id } from '@isp/values';
import type { Actor } from '../../kernel/actor.ts';

/** The actor of a person's request, and the session its token belongs to. */
export interface SignedIn extends Actor {
  readonly session_id?: Id;
}

/** The session that an actor's token belongs to, or `undefined` for a client or the system. */
export const sessionOf = (actor: Actor): Id | undefined => (actor as SignedIn).session_id;
