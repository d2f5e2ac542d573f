import type { SetNumbers } from '@isp/server/contract/flows';
import type { GetNumbers, ListMeters } from '@isp/server/contract/metering';
import { Button, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { notifyDone } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { UsageRecordList } from './UsageRecordList.tsx';

type Numbers = Reply<typeof GetNumbers>;

const NumbersForm = ({ of, onClose }: { readonly of: Numbers; readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof SetNumbers, { numbers: string[] }>({
    verb: 'PUT',
    path: '/subscriptions/:id/numbers',
    initial: { numbers: of.numbers },
    toInput: ({ numbers }) => ({ id: of.subscription_id, numbers }),
    onDone: () => {
      notifyDone('The numbers are set.');
      onClose();
    },
  });
  return (
    <FormDrawer title="Numbers" onClose={onClose} {...frame} submit="Set numbers">
      <TagsInput
        label="Numbers"
        description="What records of use name it by: Enter after each"
        placeholder="+4930123456"
        {...form.getInputProps('numbers')}
      />
    </FormDrawer>
  );
};

/** What was recorded of a subscription's metered services, and the numbers that records name it by. */
export const ServiceUsage = ({ subscriptionId }: { readonly subscriptionId: string }) => {
  const { may } = useMe();
  const [isEdited, setEdited] = useState(false);
  const numbers = useGet<typeof GetNumbers>('/subscriptions/:id/numbers', { id: subscriptionId });
  const meters = useList<typeof ListMeters>('/meters', { limit: 500 });
  if (meters.rows.length === 0) return null;
  return (
    <Panel
      padded={false}
      title="Metered use"
      actions={
        may('metering.write') && (
          <Button variant="default" size="xs" onClick={() => setEdited(true)}>
            Set numbers
          </Button>
        )
      }
    >
      <Loaded of={numbers}>
        {(found) => (
          <>
            {found.numbers.length > 0 && (
              <Text size="sm" px="md" pt="sm">
                Known by {found.numbers.join(', ')}
              </Text>
            )}
            {isEdited && <NumbersForm of={found} onClose={() => setEdited(false)} />}
          </>
        )}
      </Loaded>
      <UsageRecordList of={{ subscription_id: subscriptionId }} meters={meters.rows} />
    </Panel>
  );
};
