import { dayText } from '../../kit/format.ts';
import { changeText, inOrder, type Subscription } from './standing-words.ts';

/** One day on which something was, is or will be with a subscription. */
export interface StoryEntry {
  readonly key: string;
  readonly day: string;
  readonly kind: 'begin' | 'change' | 'pause' | 'back' | 'end';
  readonly title: string;
  readonly detail: string | undefined;
}

interface Words {
  readonly planName: (id: string) => string;
}

const recorded = (on: string, known_on: string): string[] =>
  known_on === on ? [] : [`recorded on ${dayText(known_on)}`];

const segmentEntries = (
  { segments, currency, started_on, transferred_from }: Subscription,
  { planName }: Words,
): StoryEntry[] =>
  inOrder(segments).map((segment, at, all) => ({
    key: `segment ${segment.from_on} ${segment.from_second}`,
    day: at === 0 ? (started_on ?? segment.from_on) : segment.from_on,
    kind: at === 0 ? 'begin' : 'change',
    title: changeText(all[at - 1], segment, { planName, currency }),
    detail: [
      ...(at === 0 && transferred_from !== null ? ['from another account'] : []),
      ...(at === 0 || segment.anchor_day !== all[at - 1]?.anchor_day
        ? [`periods begin on day ${segment.anchor_day}`]
        : []),
      ...recorded(segment.from_on, segment.known_on),
    ].join(', '),
  }));

const pauseEntries = ({ pauses }: Subscription): StoryEntry[] =>
  pauses
    .filter(({ from_on, to_on }) => to_on === null || to_on > from_on)
    .flatMap(({ from_on, to_on }): StoryEntry[] => [
      {
        key: `pause ${from_on}`,
        day: from_on,
        kind: 'pause',
        title: 'Paused',
        detail: to_on === null ? 'until somebody ends the pause' : `until ${dayText(to_on)}`,
      },
      ...(to_on === null
        ? []
        : [
            {
              key: `back ${to_on}`,
              day: to_on,
              kind: 'back' as const,
              title: 'Back from the pause',
              detail: undefined,
            },
          ]),
    ]);

const endText = ({ state, transferred_to }: Subscription): string => {
  if (transferred_to !== null) return state === 'ended' ? 'Went to another account' : 'Goes to another account';
  return state === 'ended' ? 'Ended' : 'Ends';
};

const endEntry = (subscription: Subscription): StoryEntry[] => {
  const { ended_on } = subscription;
  return ended_on === null
    ? []
    : [{ key: 'end', day: ended_on, kind: 'end', title: endText(subscription), detail: undefined }];
};

const KINDS: readonly StoryEntry['kind'][] = ['begin', 'change', 'back', 'pause', 'end'];

/** What was, is and will be of a subscription, oldest first; what ends a day comes after what begins on it. */
export const storyOf = (subscription: Subscription, words: Words): StoryEntry[] =>
  [...segmentEntries(subscription, words), ...pauseEntries(subscription), ...endEntry(subscription)].sort(
    (a, b) => a.day.localeCompare(b.day) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  );
