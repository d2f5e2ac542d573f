import { VENDOR_ROWS } from '@isp/radius';

/** The makes of NAS we know, and what each does by CoA. */
export const listVendors = async () => ({
  items: Object.values(VENDOR_ROWS).map(({ id, title, coa_port, coa_changes }) => ({
    id,
    title,
    coa_port,
    coa_changes,
  })),
});
