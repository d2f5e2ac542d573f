import { addMs, type Instant } from '@isp/values';

/** When a signing key was made; the ring is kept oldest first. */
export interface KeyAge {
  readonly kid: string;
  readonly created_at: Instant;
}

const DAY_MS = 86_400_000;
/** A new key is published this long before it signs, so that every process and every reader of the JWKS knows it by then. */
const PUBLISH_MS = 60_000;
const ROTATE_MS = 30 * DAY_MS;
/** ID tokens come back as hints at sign-out as long as a session lasts, so a key is published that long after it last signed. */
const KEEP_MS = 15 * DAY_MS;

/** The ring with the key that signs now in front: the newest that has been published long enough, or the only one. */
export const signingFirst = <K extends KeyAge>(ring: readonly K[], now: Instant): K[] => {
  const ready = ring.filter((k) => addMs(k.created_at, PUBLISH_MS) <= now);
  const signing = ready.at(-1) ?? ring[0];
  return signing ? [signing, ...ring.filter((k) => k !== signing)] : [];
};

/** True when it is time for a new key. */
export const isRotationDue = (ring: readonly KeyAge[], now: Instant): boolean => {
  const newest = ring.at(-1);
  return newest === undefined || addMs(newest.created_at, ROTATE_MS) <= now;
};

/** The keys that nothing signed by them can still be good: their successor has signed for longer than anything lasts. */
export const expendable = (ring: readonly KeyAge[], now: Instant): string[] =>
  ring
    .filter((_, i) => {
      const successor = ring[i + 1];
      return successor !== undefined && addMs(successor.created_at, PUBLISH_MS + KEEP_MS) <= now;
    })
    .map((k) => k.kid);
