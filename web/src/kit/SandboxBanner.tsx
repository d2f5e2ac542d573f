import type { GetSandbox } from '@isp/server/contract/flows';
import { IconFlask } from '@tabler/icons-react';
import { useGet } from '../api/query.ts';
import { shortInstantText } from './format.ts';
import classes from './Shell.module.css';

/** Says that this is a sandbox and what its clock shows; nothing in a real installation. */
export const SandboxBanner = () => {
  const { data } = useGet<typeof GetSandbox>('/sandbox', {});
  if (!data?.sandbox) return null;
  return (
    <div className={classes.sandbox} role="status">
      <IconFlask size={15} aria-hidden />
      <span>
        Sandbox · its clock {data.running ? 'runs from' : 'stands at'} <strong>{shortInstantText(data.now)}</strong>
      </span>
    </div>
  );
};
