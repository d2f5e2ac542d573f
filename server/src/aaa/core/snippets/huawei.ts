import { cannotCarry } from './quote.ts';
import type { SnippetsOf } from './snippet.ts';

/** NetEngine 40E and ME60, VRP 8 (Configuration Guide, User Access: RADIUS server group, radius-server authorization). */
export const huawei: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret }) => [
  {
    title: 'RADIUS server group and CoA',
    note: cannotCarry(secret, /[? ]/, 'VRP'),
    text: `system-view
radius-server group isp
 radius-server authentication ${server} ${auth_port}
 radius-server accounting ${server} ${acct_port}
 radius-server shared-key-cipher ${secret}
 radius-server user-name original
 quit
radius-server authorization ${server} destination-port ${coa_port} shared-key-cipher ${secret} server-group isp
commit`,
  },
  {
    title: 'Domain',
    note: 'In the domain that your subscribers log in to; isp here.',
    text: `aaa
 authentication-scheme isp
  authentication-mode radius
 accounting-scheme isp
  accounting-mode radius
  accounting interim interval 10
 domain isp
  authentication-scheme isp
  accounting-scheme isp
  radius-server group isp
commit`,
  },
];
