import type { GetMeter } from '@isp/server/contract/metering';
import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { useId } from '../kit/use-id.ts';
import { MeterRename } from './MeterRename.tsx';
import { MeterStateButton } from './MeterStateButton.tsx';
import { type Meter, meterSentence } from './meter-words.ts';
import { UsageRecordList } from './UsageRecordList.tsx';

const MeterBody = ({ meter }: { readonly meter: Meter }) => {
  const { may } = useMe();
  const [isRenamed, setRenamed] = useState(false);
  return (
    <>
      <PageHeader
        title={meter.name}
        back={{ to: '/meters', label: 'Meters' }}
        aside={<StateBadge state={meter.state} />}
        subtitle={<span className="mono">{meter.code}</span>}
        actions={
          may('metering.write') && (
            <>
              <Button variant="default" onClick={() => setRenamed(true)}>
                Rename
              </Button>
              <MeterStateButton meter={meter} />
            </>
          )
        }
      />
      <Stack gap="md">
        <Text>{meterSentence(meter)}</Text>
        <Panel padded={false} title="What was recorded">
          <UsageRecordList of={{ meter: meter.code }} meters={[meter]} isMain />
        </Panel>
      </Stack>
      {isRenamed && <MeterRename meter={meter} onClose={() => setRenamed(false)} />}
    </>
  );
};

/** One meter, and the records by it. */
export const MeterPage = () => {
  const meter = useGet<typeof GetMeter>('/meters/:id', { id: useId() });
  return <Loaded of={meter}>{(found) => <MeterBody meter={found} />}</Loaded>;
};
