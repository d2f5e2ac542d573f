import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { LegalEntity } from './contract.ts';
import { LegalEntityNotFound } from './faults.ts';
import { firstLegalEntity, legalEntityById } from './store/catalogue.ts';

/** The legal entity named, or the first one when none is. */
export const defaultLegalEntity = async (ctx: Ctx, id: Id | undefined): Promise<LegalEntity> => {
  const entity = await (id === undefined ? firstLegalEntity(ctx.tx) : legalEntityById(ctx.tx, id));
  if (!entity) throw LegalEntityNotFound({ id: id ?? 'at all' });
  return entity;
};
