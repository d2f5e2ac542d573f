import type { Ctx } from '../kernel/ctx.ts';
import type { CreateLegalEntity, LegalEntity } from './contract.ts';
import { parsePattern } from './core/numbering.ts';
import { LegalEntityExists, NumberPatternInvalid } from './faults.ts';
import { insertLegalEntity, insertSeries } from './store/catalogue.ts';

const patternOf = (text: string) => {
  const pattern = parsePattern(text);
  if (!pattern.ok) throw NumberPatternInvalid({ pattern: text, reason: pattern.reason });
  return pattern.value;
};

/** Adds a legal entity with the series its invoices, credit notes and quotes are numbered by. */
export const createLegalEntity = async (
  ctx: Ctx,
  { number_pattern, credit_number_pattern, quote_number_pattern, ...fields }: CreateLegalEntity,
): Promise<LegalEntity> => {
  const invoices = patternOf(number_pattern);
  const credits = patternOf(credit_number_pattern ?? `CN-${number_pattern}`);
  const quotes = patternOf(quote_number_pattern ?? 'Q-{YYYY}-{000000}');
  const entity = await insertLegalEntity(ctx.tx, { ...fields, id: ctx.newId(), created_at: ctx.now });
  if (!entity) throw LegalEntityExists(fields);
  await insertSeries(ctx.tx, { legal_entity_id: entity.id, kind: 'invoice', pattern: invoices });
  await insertSeries(ctx.tx, { legal_entity_id: entity.id, kind: 'credit-note', pattern: credits });
  await insertSeries(ctx.tx, { legal_entity_id: entity.id, kind: 'quote', pattern: quotes });
  return entity;
};
