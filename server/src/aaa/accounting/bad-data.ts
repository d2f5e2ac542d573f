const BAD_DATA = /^(22|23)/;

/** True when PostgreSQL refused a value (classes 22 and 23): the row is at fault, not the moment, and trying again would not help. */
export const isBadData = (error: unknown): boolean => BAD_DATA.test(String((error as { code?: unknown }).code ?? ''));
