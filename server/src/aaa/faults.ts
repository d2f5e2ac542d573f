import { defineFault } from '@isp/values';

export * from './faults/nas-family.ts';
export * from './faults/pools.ts';
export * from './faults/vouchers.ts';

export const NasNotFound = defineFault(
  'aaa.nas-not-found',
  404,
  (p: { id: string }) => `There is no NAS ${p.id}.`,
  'List the NASes and use one of their ids.',
);
export const NasNameTaken = defineFault(
  'aaa.nas-name-taken',
  409,
  (p: { name: string }) => `There is a NAS named ${p.name} already.`,
  'Choose another name.',
);
export const NasAddressTaken = defineFault(
  'aaa.nas-address-taken',
  409,
  (p: { address: string }) => `${p.address} belongs to another NAS.`,
  'Change or disable that one, or give another address. A single address may lie inside another NAS’s range.',
);
export const NasAddressInvalid = defineFault(
  'aaa.nas-address-invalid',
  422,
  (p: { address: string }) => `${p.address} is not an address, nor the beginning of a range.`,
  'Give the address the NAS sends from, such as 192.0.2.10, or a range such as 192.0.2.0/24.',
);
const FILES: Readonly<Record<string, string>> = {
  chain_pem: 'The certificate is not good',
  key_pem: 'The private key is not good',
  client_ca_pem: 'The authority for clients is not good',
  client_crl_pem: 'The revocation list is not good',
  authority_pem: 'The authority of the home server is not good',
};
export const CertificateBad = defineFault(
  'aaa.certificate-bad',
  422,
  (p: { file: string; problem: string }) => `${FILES[p.file] ?? p.file}: ${p.problem}.`,
  'Give PEM text: the certificate first and then those up to its authority, and its private key without a passphrase.',
);
export const CertificateNone = defineFault(
  'aaa.certificate-none',
  404,
  (p: { purpose: 'eap' | 'radsec' }) => `There is no certificate for ${p.purpose === 'eap' ? 'EAP' : 'RadSec'}.`,
  'Make or keep one first; until then EAP over TLS is not offered, and RadSec not listened for.',
);
export const RadsecAuthorityNone = defineFault(
  'aaa.radsec-authority-none',
  409,
  () =>
    'The certificate of RadSec was given to us, so its NASes’ certificates are issued by an authority that is not ours.',
  'Have that authority issue one and write its name or fingerprint at the NAS; or make a certificate of RadSec here.',
);
export const RadsecIdentityInvalid = defineFault(
  'aaa.radsec-identity-invalid',
  422,
  (p: { radsec_identity: string }) => `${p.radsec_identity} is neither a SHA-256 fingerprint nor a DNS name.`,
  'Give the fingerprint of its certificate in 64 hexadecimal digits, or the full DNS name that its certificate says.',
);
export const RadsecIdentityTaken = defineFault(
  'aaa.radsec-identity-taken',
  409,
  (p: { radsec_identity: string }) => `${p.radsec_identity} belongs to another NAS.`,
  'Change or clear it there, or give this NAS a certificate of its own.',
);
export const SecretTooShort = defineFault(
  'aaa.secret-too-short',
  422,
  (p: { least: number }) => `A shared secret needs at least ${p.least} characters.`,
  'Leave the secret out to have a strong one made, and copy it to the NAS.',
);
export const VendorUnknown = defineFault(
  'aaa.vendor-unknown',
  422,
  (p: { vendor: string; known: readonly string[] }) =>
    `${p.vendor} is not a make of NAS we know; we know ${p.known.join(', ')}.`,
  'Use one of these, or "generic".',
);
export const UsernameTaken = defineFault(
  'aaa.username-taken',
  409,
  (p: { username: string }) => `The user name ${p.username} belongs to another subscription.`,
  'Choose another user name.',
);
export const PasswordNeeded = defineFault(
  'aaa.password-needed',
  422,
  () => 'A new log-in needs a password.',
  'Give a password of 1 to 128 characters.',
);
export const PasswordTwice = defineFault(
  'aaa.password-twice',
  422,
  () => 'Both a password and a password hash were given.',
  'Give the password, or its hash when you do not know it.',
);
export const PasswordHashBad = defineFault(
  'aaa.password-hash-bad',
  422,
  (p: { problem: string }) => `The password hash cannot be used: ${p.problem}.`,
  'Give the hash as the other system wrote it, with the prefix that says what it is, or give a new password.',
);
export const MacInvalid = defineFault(
  'aaa.mac-invalid',
  422,
  (p: { mac: string }) => `${p.mac} is not a MAC address.`,
  'Write twelve hexadecimal digits, such as AA:BB:CC:DD:EE:FF.',
);
export const SessionNotFound = defineFault(
  'aaa.session-not-found',
  404,
  (p: { id: string }) => `There is no session ${p.id}.`,
  'List the sessions and use one of their ids.',
);
export const SessionClosed = defineFault(
  'aaa.session-closed',
  409,
  (p: { id: string }) => `Session ${p.id} has ended already.`,
  'Look for a session that is open now.',
);
export const PortTaken = defineFault(
  'aaa.port-taken',
  500,
  (p: { port: number; address: string }) => `UDP port ${p.port} of ${p.address} is in use by another program.`,
  'Stop the other RADIUS server, or set ISP_RADIUS_AUTH_PORT and ISP_RADIUS_ACCT_PORT to free ports.',
);

export const NothingToTry = defineFault(
  'aaa.nothing-to-try',
  422,
  () => 'Neither a user name nor a packet was given, or both were.',
  'Give a user name, or the octets of a captured Access-Request.',
);
export const PrefixTooShort = defineFault(
  'aaa.prefix-too-short',
  422,
  (p: { address: string; shortest: number }) => `${p.address} is a range of more than a /${p.shortest}.`,
  'Ask about an address, or about a smaller range.',
);

export const HomeServerNotFound = defineFault(
  'aaa.home-server-not-found',
  404,
  (p: { id: string }) => `There is no home server ${p.id}.`,
  'List the home servers and use one of their ids.',
);
export const HomeServerNameTaken = defineFault(
  'aaa.home-server-name-taken',
  409,
  (p: { name: string }) => `There is a home server named ${p.name} already.`,
  'Choose another name.',
);
export const HomeServerAddressInvalid = defineFault(
  'aaa.home-server-address-invalid',
  422,
  (p: { address: string }) => `${p.address} is not an address.`,
  'Give the IPv4 or IPv6 address of the home server, such as 192.0.2.10.',
);
export const HomeServerIncomplete = defineFault(
  'aaa.home-server-incomplete',
  422,
  (p: { field: string; needed_for: string }) => `${p.field} is needed ${p.needed_for}.`,
  'Give it, or choose another transport or probe.',
);
export const HomeServerInUse = defineFault(
  'aaa.home-server-in-use',
  409,
  (p: { pools: readonly string[] }) => `It is a member of ${p.pools.join(', ')}.`,
  'Take it out of its pools first, or disable it.',
);
export const HomePoolNotFound = defineFault(
  'aaa.home-pool-not-found',
  404,
  (p: { id: string }) => `There is no home pool ${p.id}.`,
  'List the home pools and use one of their ids.',
);
export const HomePoolNameTaken = defineFault(
  'aaa.home-pool-name-taken',
  409,
  (p: { name: string }) => `There is a home pool named ${p.name} already.`,
  'Choose another name.',
);
export const HomePoolInUse = defineFault(
  'aaa.home-pool-in-use',
  409,
  (p: { realms: readonly string[]; waiting: number }) =>
    p.realms.length > 0
      ? `The realms ${p.realms.join(', ')} go to it.`
      : `${p.waiting} accounting records wait to be delivered to it.`,
  'Send its realms elsewhere first. Records that wait are delivered when a server of it answers, or dropped when you say so (drop_waiting).',
);
export const RealmNotFound = defineFault(
  'aaa.realm-not-found',
  404,
  (p: { id: string }) => `There is no realm ${p.id}.`,
  'List the realms and use one of their ids.',
);
export const RealmNameTaken = defineFault(
  'aaa.realm-name-taken',
  409,
  (p: { name: string }) => `There is a realm ${p.name} already.`,
  'Change that one.',
);
export const RealmNameInvalid = defineFault(
  'aaa.realm-name-invalid',
  422,
  (p: { name: string }) => `${p.name} is not a realm.`,
  'Write what follows the @, such as example.net; *.example.net for all below it; or * for every realm that is not known.',
);
export const CredentialNotFound = defineFault(
  'aaa.credential-not-found',
  404,
  (p: { id: string }) => `There is no log-in ${p.id} in use.`,
  'List the account’s log-ins and use one of their ids.',
);
export const MacTaken = defineFault(
  'aaa.mac-taken',
  409,
  (p: { mac: string }) => `The MAC address ${p.mac} is a log-in of another subscription, or of this one already.`,
  'Search for it, and take it away there first.',
);
export const LineTaken = defineFault(
  'aaa.line-taken',
  409,
  (p: { line: string }) => `The line “${p.line}” is a log-in of another subscription, or of this one already.`,
  'Search for it, and take it away there first, or name the line more exactly.',
);
export const CredentialPartsWrong = defineFault(
  'aaa.credential-parts-wrong',
  422,
  (p: { kind: string }) =>
    p.kind === 'mac'
      ? 'A log-in by MAC needs its mac, and neither a NAS nor a circuit.'
      : 'A log-in by line needs a circuit_id or a remote_id, and no mac.',
  'Give what belongs to its kind.',
);
export const LineIdTooLong = defineFault(
  'aaa.line-id-too-long',
  422,
  (p: { most: number }) => `What names a line is at most ${p.most} octets long.`,
  'Have the access node send a shorter circuit or remote id (TR-101 allows 63 octets).',
);
export const VlanInvalid = defineFault(
  'aaa.vlan-invalid',
  422,
  (p: { vlan: string }) => `${p.vlan} is not a VLAN.`,
  'Write its number such as 100, or outer and inner such as 100.200; each 0 to 4094.',
);
export const PortNasNeeded = defineFault(
  'aaa.port-nas-needed',
  422,
  () => 'A port is one of a NAS, and no NAS was given; or a NAS without a port.',
  'Give port and port_nas_id together.',
);
export const DeviceUsernameTaken = defineFault(
  'aaa.device-username-taken',
  409,
  (p: { username: string }) => `Another member of staff logs in to devices as ${p.username}.`,
  'Choose another name.',
);
export const SecretChanging = defineFault(
  'aaa.secret-changing',
  409,
  (p: { name: string }) => `The secret of ${p.name} is being changed already.`,
  'Finish that change, or give it up, first.',
);
export const SecretNotChanging = defineFault(
  'aaa.secret-not-changing',
  409,
  (p: { name: string }) => `The secret of ${p.name} is not being changed.`,
  'Look at the NAS again: the change may have been finished meanwhile.',
);
export const NextSecretUnused = defineFault(
  'aaa.next-secret-unused',
  409,
  (p: { name: string }) =>
    `${p.name} was not seen to use its next secret alone: without the old one it would be silent.`,
  'Put the next secret into it first, or finish anyway.',
);
export const NextSecretUsed = defineFault(
  'aaa.next-secret-used',
  409,
  (p: { name: string }) => `${p.name} uses its next secret: without that it would be silent.`,
  'Finish the change, or give it up anyway once the old secret is back on it.',
);
export const NasAddressUnknown = defineFault(
  'aaa.nas-address-unknown',
  409,
  (p: { name: string; address: string }) => `${p.name} is the range ${p.address}, and nobody is online behind it.`,
  'Ask it when a session of it is open, or add the router with its own address.',
);
export const NasFileUnreadable = defineFault(
  'aaa.nas-file-unreadable',
  422,
  (p: { why: string; columns: readonly string[] }) => `The file cannot be read: ${p.why}.`,
  'Save it as CSV in UTF-8 with a header line: name,address and, if wanted, secret,vendor,coa_port,message_authenticator,radsec_identity,tags (with spaces between),by_identifier,new_at_most; of NASes told apart in a range, range (its name) and identifier in place of address.',
);
export const BulkDisconnectNotFound = defineFault(
  'aaa.bulk-disconnect-not-found',
  404,
  (p: { id: string }) => `There is no disconnect of many sessions ${p.id}.`,
  'Use the id that was given when it was asked for.',
);
