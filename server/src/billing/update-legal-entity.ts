import type { Ctx } from '../kernel/ctx.ts';
import type { LegalEntity, UpdateLegalEntity } from './contract.ts';
import { LegalEntityNotFound } from './faults.ts';
import { legalEntityById, updateLegalEntityRow } from './store/catalogue.ts';

/** Changes a legal entity's particulars; issued invoices keep theirs. */
export const updateLegalEntity = async (ctx: Ctx, { id, ...change }: UpdateLegalEntity): Promise<LegalEntity> => {
  const entity = await (Object.keys(change).length === 0
    ? legalEntityById(ctx.tx, id)
    : updateLegalEntityRow(ctx.tx, id, change));
  if (!entity) throw LegalEntityNotFound({ id });
  return entity;
};
