/** A connection that keeps prepared statements: what writes for the packets' sake bypasses the query builder. */
export interface Connection {
  query<R>(statement: {
    readonly name: string;
    readonly text: string;
    readonly values: readonly unknown[];
  }): Promise<{ rows: R[] }>;
}
