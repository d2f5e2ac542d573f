import { Text, Timeline } from '@mantine/core';
import {
  IconArrowsExchange,
  IconFileInvoice,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlugConnected,
  IconPointFilled,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ErrorNote } from '../../kit/ErrorNote.tsx';
import { dayText } from '../../kit/format.ts';
import timeline from './AccountTimeline.module.css';
import { ForeseenRows } from './ForeseenDays.tsx';
import { type ForeseenDay, foreseenDays } from './foreseen-words.ts';
import type { Subscription } from './standing-words.ts';
import { type StoryEntry, storyOf } from './subscription-story.ts';
import { useAccountToday } from './use-account-today.ts';
import { useDocumentsAhead } from './use-foreseen.ts';
import { usePlanNames } from './use-subscription.ts';

const ICONS = {
  begin: IconPlugConnected,
  change: IconArrowsExchange,
  pause: IconPlayerPause,
  back: IconPlayerPlay,
  end: IconPlayerStop,
} as const;

interface Shown {
  readonly key: string;
  readonly day: string;
  readonly title: string;
  readonly icon: ReactNode;
  readonly body: ReactNode;
  readonly isNow: boolean;
}

const entryShown = ({ key, day, kind, title, detail }: StoryEntry): Shown => {
  const Icon = ICONS[kind];
  const body = detail && (
    <Text size="sm" c="dimmed">
      {detail}
    </Text>
  );
  return { key, day, title, icon: <Icon size={13} aria-hidden />, body, isNow: false };
};

const documentShown = (day: ForeseenDay, currency: string): Shown => ({
  key: `document ${day.as_of}`,
  day: day.as_of,
  title: day.title,
  icon: <IconFileInvoice size={13} aria-hidden />,
  body: <ForeseenRows of={day} currency={currency} />,
  isNow: false,
});

const byDay = (a: Shown, b: Shown): number => a.day.localeCompare(b.day);

interface SubscriptionStoryProps {
  readonly subscription: Subscription;
}

/** A subscription's past, present and future on one line: its plans, pauses and end, and the next three documents. */
export const SubscriptionStory = ({ subscription }: SubscriptionStoryProps) => {
  const { account_id, currency } = subscription;
  const today = useAccountToday(account_id);
  const planName = usePlanNames();
  const foreseen = useDocumentsAhead(subscription);
  const entries = storyOf(subscription, { planName }).map(entryShown);
  const documents = foreseenDays(foreseen.data?.documents ?? []).map((day) => documentShown(day, currency));
  const past = entries.filter(({ day }) => day <= today);
  const ahead = [...entries.filter(({ day }) => day > today), ...documents].sort(byDay);
  const now: Shown = {
    key: 'now',
    day: today,
    title: 'Today',
    icon: <IconPointFilled size={13} aria-hidden />,
    body: ahead.length === 0 && (
      <Text size="sm" c="dimmed">
        Nothing is to come.
      </Text>
    ),
    isNow: true,
  };
  return (
    <>
      <Timeline
        active={past.length}
        bulletSize={24}
        lineWidth={2}
        classNames={{ item: timeline.item ?? '', itemTitle: timeline.title ?? '' }}
        aria-label="Past, present and future"
      >
        {[...past, now, ...ahead].map(({ key, day, title, icon, body, isNow }, at) => (
          <Timeline.Item
            key={key}
            bullet={icon}
            lineVariant={at >= past.length ? 'dashed' : 'solid'}
            title={title}
            {...(isNow ? { 'aria-current': 'date' as const } : {})}
          >
            <Text size="xs" c="dimmed">
              {dayText(day)}
            </Text>
            {body}
          </Timeline.Item>
        ))}
      </Timeline>
      {foreseen.error && <ErrorNote error={foreseen.error} retry={() => void foreseen.refetch()} />}
      {documents.length > 0 && (
        <Text size="xs" c="dimmed" mt="md">
          Documents are the account’s, with all its subscriptions and with tax. What is used is not foreseen.
        </Text>
      )}
    </>
  );
};
