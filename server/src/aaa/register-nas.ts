import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { memberId } from './core/session-id.ts';
import { insertNewcomer, isNameTaken, lockRange } from './store/nas-family.ts';

interface Newcomer {
  readonly range_id: Id;
  readonly identifier: string;
  readonly address: string;
}

const LONGEST = 120;

/** Its identifier; when another NAS has that name, with its range's and, if need be, a piece of its id. */
const freeName = async (ctx: Ctx, id: Id, identifier: string, range: string): Promise<string> => {
  const plain = identifier.trim() || id;
  for (const name of [plain, `${plain} (${range})`])
    if (name.length <= LONGEST && !(await isNameTaken(ctx.tx, name))) return name;
  return `${plain.slice(0, 80)} ${id}`;
};

/** Registers a NAS that proved the secret of its range, to be looked at; false when the range does not want it (any more), or too many wait. Whom there is already stays as it is. */
export const registerNas = async (ctx: Ctx, { range_id, identifier, address }: Newcomer): Promise<boolean> => {
  const range = await lockRange(ctx.tx, range_id, identifier);
  if (range === undefined) return false;
  if (range.is_known) return true;
  if (range.by_identifier !== 'register' || range.waiting >= range.new_at_most) return false;
  const id = memberId(range_id, Buffer.from(identifier));
  const name = await freeName(ctx, id, identifier, range.name);
  await insertNewcomer(ctx.tx, { id, name, range_id, identifier, address, at: ctx.now });
  return true;
};
