import type { ListLegalEntities } from '@isp/server/contract/billing';
import type { ForeseeDocuments } from '@isp/server/contract/flows';
import { Stack } from '@mantine/core';
import type { Reply, Row } from '../api/contract.ts';
import { useGet, useList } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { PageLoading } from '../kit/PageLoading.tsx';
import { useId } from '../kit/use-id.ts';
import { PrintButton } from './PrintButton.tsx';
import { type Foreseen, ProformaDocument } from './ProformaDocument.tsx';
import './print.css';

type Documents = Reply<typeof ForeseeDocuments>['documents'];

const Nothing = ({ id, documents }: { readonly id: string; readonly documents: Documents }) => {
  const held = documents.find((each) => each.held !== null)?.held;
  if (held) return <Note tone="warn">The next invoice would be held back: {held}</Note>;
  return (
    <NothingHere
      title="No invoice comes"
      action={
        <ButtonLink to={`/accounts/${id}`} variant="default">
          To the account
        </ButtonLink>
      }
    >
      As things stand, nothing more is billed to this account.
    </NothingHere>
  );
};

interface FoundProps {
  readonly id: string;
  readonly documents: Documents;
  readonly entities: readonly Row<typeof ListLegalEntities>[];
}

const Found = ({ id, documents, entities }: FoundProps) => {
  const next = documents.find((each): each is Foreseen => each.invoice !== null);
  const issuer = entities.find((entity) => entity.id === next?.invoice.legal_entity_id);
  return (
    <Stack gap={0}>
      <div data-noprint>
        <PageHeader
          title="Proforma"
          back={{ to: `/accounts/${id}`, label: next?.invoice.account_name ?? 'Account' }}
          {...(next ? { subtitle: 'What the next invoice will say if nothing changes', actions: <PrintButton /> } : {})}
        />
      </div>
      {next && issuer ? <ProformaDocument next={next} issuer={issuer} /> : <Nothing id={id} documents={documents} />}
    </Stack>
  );
};

/** The next invoice of an account, ahead of its day, as a paper without a number that asks for nothing. */
export const ProformaPage = () => {
  const id = useId();
  const foreseen = useGet<typeof ForeseeDocuments>('/accounts/:account_id/foreseen', { account_id: id });
  const entities = useList<typeof ListLegalEntities>('/legal-entities', { limit: 100 });
  return (
    <Loaded of={foreseen}>
      {({ documents }) =>
        entities.isLoading ? <PageLoading /> : <Found id={id} documents={documents} entities={entities.rows} />
      }
    </Loaded>
  );
};
