import { ATTRIBUTE, type PacketView } from '@isp/radius';
import type { Id } from '@isp/values';

const MOST = 20_000;
const LIVES_MS = 60_000;

const keyOf = (nas_id: Id, view: PacketView): string | undefined => {
  const state = view.latin1(ATTRIBUTE.state);
  return state === undefined ? undefined : `${nas_id} ${state}`;
};

/** Who gave which State: the next step of a conversation is theirs alone (RFC 2865 5.24). The oldest give way. */
export class Conversations<Home> {
  readonly #by = new Map<string, { readonly home: Home; readonly at: number }>();

  /** Remembers who challenged. */
  remember(nas_id: Id, challenge: PacketView, home: Home): void {
    const key = keyOf(nas_id, challenge);
    if (key === undefined) return;
    this.#by.delete(key);
    this.#by.set(key, { home, at: performance.now() });
    for (const [oldest, { at }] of this.#by) {
      if (this.#by.size <= MOST && performance.now() - at < LIVES_MS) return;
      this.#by.delete(oldest);
    }
  }

  /** Who gave the State of this request, if it was given here not long ago. */
  find(nas_id: Id, request: PacketView): Home | undefined {
    const key = keyOf(nas_id, request);
    const known = key === undefined ? undefined : this.#by.get(key);
    return known !== undefined && performance.now() - known.at < LIVES_MS ? known.home : undefined;
  }
}
