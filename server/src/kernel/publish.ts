import { sql, type Tx } from './db.ts';

/** Tells the console's open pages something, once this commits; `topic` is `room.thing`. */
export const publish = async (
  tx: Tx,
  topic: string,
  body: Readonly<Record<string, string | number | null>>,
): Promise<void> => {
  await sql`select kernel.publish(${topic}, ${JSON.stringify(body)}::jsonb)`.execute(tx);
};
