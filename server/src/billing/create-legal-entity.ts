import type { Ctx } from '../kernel/ctx.ts';
import type { CreateLegalEntity, LegalEntity } from './contract.ts';
import { parsePattern } from './core/numbering.ts';
import { LegalEntityExists, NumberPatternInvalid } from './faults.ts';
import { insertLegalEntity, insertSeries } from './store/catalogue.ts';

/** Adds a legal entity with the series its invoices are numbered by. */
export const createLegalEntity = async (
  ctx: Ctx,
  { number_pattern, ...fields }: CreateLegalEntity,
): Promise<LegalEntity> => {
  const pattern = parsePattern(number_pattern);
  if (!pattern.ok) throw NumberPatternInvalid({ pattern: number_pattern, reason: pattern.reason });
  const entity = await insertLegalEntity(ctx.tx, { ...fields, id: ctx.newId(), created_at: ctx.now });
  if (!entity) throw LegalEntityExists(fields);
  await insertSeries(ctx.tx, { legal_entity_id: entity.id, kind: 'invoice', pattern: pattern.value });
  return entity;
};
