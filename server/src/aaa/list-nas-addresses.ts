import type { Ctx } from '../kernel/ctx.ts';
import type { Page } from '../kernel/page.ts';
import type { ListNasAddresses, NasAddress } from './contract.ts';
import { getNas } from './get-nas.ts';
import { listNasAddresses as rows } from './store/nas-list.ts';

/** The addresses that the sessions of a NAS come from. */
export const listNasAddresses = async (ctx: Ctx, input: ListNasAddresses): Promise<Page<NasAddress>> => {
  const { id } = await getNas(ctx, input);
  return rows(ctx.tx, { ...input, id });
};
