import { cannotCarry, singleQuoted } from './quote.ts';
import type { SnippetsOf } from './snippet.ts';

/** EdgeOS (UISP and EdgeMAX: PPPoE server with RADIUS); it hears no CoA. */
export const ubiquiti: SnippetsOf = ({ server, auth_port, acct_port, secret }) => [
  {
    title: 'EdgeOS: PPPoE server',
    note: 'EdgeOS always accounts to the port after the one it authenticates at, and hears no CoA: a change ends when the session does.',
    text: `configure
set service pppoe-server authentication mode radius
set service pppoe-server authentication radius-server ${server} key ${singleQuoted(secret)}
commit
save
exit`,
  },
  {
    title: 'UniFi: RADIUS profile',
    note: 'In UniFi Network under Settings, Profiles, RADIUS.',
    text: `Authentication server  ${server}  port ${auth_port}  secret ${secret}
Accounting server      ${server}  port ${acct_port}  secret ${secret}
Interim update         on, 600 seconds`,
  },
];

/** accel-ppp 1.12 and later (accel-ppp.conf(5): [radius], [shaper]). WISPr says bit/s, the shaper counts in kbit/s. */
export const accelPpp: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret, address }) => [
  {
    title: 'accel-ppp.conf: RADIUS and CoA',
    note: cannotCarry(secret, /[, #]/, 'accel-ppp') ?? 'Name the modules radius and shaper in [modules] too.',
    text: `[radius]
server=${server},${secret},auth-port=${auth_port},acct-port=${acct_port},req-limit=0,fail-time=0
dae-server=${address ?? '0.0.0.0'}:${coa_port},${secret}
acct-interim-interval=600
acct-timeout=0
timeout=3
max-try=3`,
  },
  {
    title: 'accel-ppp.conf: speed',
    note: null,
    text: `[shaper]
vendor=WISPr
attr-down=WISPr-Bandwidth-Max-Down
attr-up=WISPr-Bandwidth-Max-Up
rate-multiplier=0.001`,
  },
];

/** hostapd (hostapd.conf, "RADIUS client configuration" and "Dynamic Authorization Extensions"). A secret reaches to the end of its line. */
export const hostapd: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret, address }) => [
  {
    title: 'hostapd.conf: 802.1X, accounting, Disconnect',
    note: null,
    text: `ieee8021x=1
eap_server=0
own_ip_addr=${address ?? 'THE-ADDRESS-OF-THIS-ACCESS-POINT'}
auth_server_addr=${server}
auth_server_port=${auth_port}
auth_server_shared_secret=${secret}
acct_server_addr=${server}
acct_server_port=${acct_port}
acct_server_shared_secret=${secret}
radius_acct_interim_interval=600
radius_das_port=${coa_port}
radius_das_client=${server} ${secret}
radius_das_require_event_timestamp=1
radius_das_require_message_authenticator=1`,
  },
];

/** What any NAS has to be told. */
export const generic: SnippetsOf = ({ server, auth_port, acct_port, coa_port, secret }) => [
  {
    title: 'What to set',
    note: 'Its manual says where.',
    text: `Authentication server   ${server}, UDP port ${auth_port}
Accounting server       ${server}, UDP port ${acct_port}
Shared secret           ${secret}
Message-Authenticator   in every Access-Request
Interim updates         every 600 seconds
CoA and Disconnect      accepted from ${server} at UDP port ${coa_port}, same secret
Walled garden           a filter named walled (and one named open)`,
  },
];
