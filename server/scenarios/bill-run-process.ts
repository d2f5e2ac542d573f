/** A process that bills the stage: it says when it is ready, bills when it is told to, and says how many invoices it made. */
import { readConfig } from '../src/kernel/config.ts';
import { createLogger } from '../src/kernel/observe.ts';
import { openKernel } from '../src/kernel/open.ts';
import { registry } from '../src/main/app.ts';
import { bill } from './bill-run.ts';

const kernel = await openKernel({
  config: readConfig(process.env),
  url: process.argv[2] ?? '',
  registry,
  log: createLogger('silent', 'test'),
  connections: 5,
});
const tell = (what: number | string): void => void process.send?.(what);
process.once('message', async () => {
  const { invoices } = await bill(kernel);
  tell(invoices);
  await kernel.close();
  process.disconnect?.();
});
tell('ready');
