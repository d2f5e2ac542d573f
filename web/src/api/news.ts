/** News of a topic, `room.thing`, as the server sends it. */
export interface News {
  readonly topic: string;
  readonly body: unknown;
}

/** The news of one block of a `text/event-stream`; comments and half blocks give nothing. */
export const newsOf = (block: string): News | undefined => {
  let topic = '';
  let data = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) topic = line.slice(7);
    if (line.startsWith('data: ')) data += line.slice(6);
  }
  return topic === '' || data === '' ? undefined : { topic, body: JSON.parse(data) as unknown };
};
