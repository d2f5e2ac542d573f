import { Button, Group, Text } from '@mantine/core';
import { CopyText } from '../../kit/CopyText.tsx';
import { Day } from '../../kit/Day.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import { kindText } from '../../tariffs/kind-words.ts';
import classes from './AddOnPanel.module.css';
import type { Service } from './account-types.ts';
import { isRequiredPart } from './bundle-words.ts';
import { countedName, priceText } from './counted-text.ts';

interface PartRowsProps {
  readonly parts: readonly Service[];
  /** Takes an optional part off. */
  readonly onEnd?: ((part: Service) => void) | undefined;
}

const shareText = (part: Service): string =>
  `${priceText(part) ?? 'no price'}${isRequiredPart(part) ? ' of the price' : ', added to the price'}`;

const PartRow = ({ part, onEnd }: { readonly part: Service; readonly onEnd: PartRowsProps['onEnd'] }) => (
  <li className={classes.row}>
    <div>
      <TextLink to={`/subscriptions/${part.id}`} inherit>
        {countedName(part.quantity, part.plan_name)}
      </TextLink>
      <Text size="xs" c="dimmed">
        {kindText(part.plan_kind)}, {shareText(part)}
        {part.state === 'pending' && part.started_on && (
          <>
            , from <Day day={part.started_on} />
          </>
        )}
        {part.ended_on && (
          <>
            , {part.state === 'ended' ? 'ended' : 'ends'} on <Day day={part.ended_on} />
          </>
        )}
      </Text>
      {part.username && part.state !== 'ended' && (
        <Text size="xs" component="div">
          <CopyText text={part.username} label={`username of ${part.plan_name}`} />
        </Text>
      )}
    </div>
    <Group gap="xs">
      {part.sessions.length > 0 && <StateBadge state="online" />}
      <StateBadge state={part.state} />
      {onEnd && part.state !== 'ended' && !isRequiredPart(part) && (
        <Button
          variant="default"
          size="compact-xs"
          aria-label={`Take ${part.plan_name} off`}
          onClick={() => onEnd(part)}
        >
          Take off
        </Button>
      )}
    </Group>
  </li>
);

/** The parts of a bundle, one under the other: what each is, its share of the price, how it logs in. */
export const PartRows = ({ parts, onEnd }: PartRowsProps) => (
  <ul className={classes.rows} aria-label="Parts">
    {parts.map((part) => (
      <PartRow key={part.id} part={part} onEnd={onEnd} />
    ))}
  </ul>
);
