/** Whose the sessions of unknown users are. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The account a session is kept under, also that of a user nobody knows. */
export const keeperOf = (account_id: string | null): string => account_id ?? NOBODY;

/** Where the page of a session is. */
export const sessionAddress = (account_id: string | null, id: string): string =>
  `/accounts/${keeperOf(account_id)}/sessions/${id}`;
