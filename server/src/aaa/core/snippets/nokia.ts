import { doubleQuoted } from './quote.ts';
import type { SnippetsOf } from './snippet.ts';

/** SR OS, model-driven CLI (7750 SR MD-CLI Command Reference: router radius, aaa radius, subscriber-mgmt). */
export const nokia: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret, address }) => {
  const radius = '/configure router "Base" radius server "isp"';
  const policy = '/configure aaa radius server-policy "isp"';
  return [
    {
      title: 'RADIUS server, CoA',
      note: null,
      text: [
        `${radius} address ${server} secret ${doubleQuoted(secret)} auth-port ${auth_port} acct-port ${acct_port} accept-coa true`,
        `/configure aaa radius coa-port ${coa_port}`,
        `${policy} servers router-instance "Base" timeout 3 retry-count 3`,
        ...(address === undefined ? [] : [`${policy} servers source-address ${address}`]),
        `${policy} servers server 1 server-name "isp"`,
      ].join('\n'),
    },
    {
      title: 'Subscriber policies',
      note: 'Name both policies at your subscriber interfaces. Speeds are SLA profiles such as d50000k-u10000k, the wall is the subscriber profile walled (and open): set up by you.',
      text: `/configure subscriber-mgmt radius-authentication-policy "isp" radius-server-policy "isp"
/configure subscriber-mgmt radius-accounting-policy "isp" radius-server-policy "isp"
/configure subscriber-mgmt radius-accounting-policy "isp" update-interval interval 10`,
    },
  ];
};
