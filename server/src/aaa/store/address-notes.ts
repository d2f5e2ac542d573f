/** The columns of a session that hold an address. */
export const ADDRESSES = ['framed_ip', 'framed_ipv6_address', 'framed_ipv6_prefix', 'delegated_ipv6_prefix'] as const;

/**
 * A statement that notes of the sessions in `rows` that they hold these addresses as of `at`, a column: whoever changes a session's addresses, beginning
 * or end says so in the same commit, and the uses of addresses follow. Ends in a condition, so that more may follow by `and`.
 */
export const noteOf = (rows: string, at: string): string => `
    insert into aaa.address_note (account_id, session_id, at, ${ADDRESSES.join(', ')})
    select account_id, id, ${at}, ${ADDRESSES.join(', ')} from ${rows} where coalesce(${ADDRESSES.join(', ')}) is not null`;
