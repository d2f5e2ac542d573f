import type { Ctx } from '../kernel/ctx.ts';
import type { LegalEntity, UpdateLegalEntity } from './contract.ts';
import { defaultLegalEntity } from './default-legal-entity.ts';
import { LegalEntityNotFound } from './faults.ts';
import { updateLegalEntityRow } from './store/catalogue.ts';

/** Changes a legal entity's particulars; issued invoices keep theirs. */
export const updateLegalEntity = async (ctx: Ctx, { id, ...change }: UpdateLegalEntity): Promise<LegalEntity> => {
  if (Object.keys(change).length === 0) return defaultLegalEntity(ctx, id);
  const entity = await updateLegalEntityRow(ctx.tx, id, change);
  if (!entity) throw LegalEntityNotFound({ id });
  return entity;
};
