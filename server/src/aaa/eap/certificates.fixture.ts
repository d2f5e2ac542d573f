/** For tests: an authority of one's own, with certificates and a revocation list. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { TestDatabase } from '../../kernel/testing.ts';
import { setCertificate } from '../set-certificate.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

type Keys = Awaited<ReturnType<typeof newKeys>>;
const newKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

const keyPem = async (keys: Keys): Promise<string> => {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
};

interface Issued {
  readonly pem: string;
  readonly key_pem: string;
  readonly serial: string;
}

/** Names of a certificate besides its DNS name. */
export type AlsoNamed = readonly { readonly type: 'dns' | 'url' | 'email'; readonly value: string }[];

export interface Authority {
  readonly pem: string;
  issue(name: string, purpose: 'server' | 'client', days?: number, also?: AlsoNamed): Promise<Issued>;
  /** A revocation list that names these. */
  revoke(serials: readonly string[]): Promise<string>;
}

/** Makes an authority; its certificates are valid around the real now, which TLS goes by. */
export const makeAuthority = async (name: string): Promise<Authority> => {
  const keys = await newKeys();
  const began = new Date(Date.now() - DAY_MS);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${name}`,
    notBefore: began,
    notAfter: new Date(Date.now() + 100 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  let count = 1;
  return {
    pem: authority.toString('pem'),
    issue: async (subject, purpose, days = 30, also = []) => {
      const own = await newKeys();
      const serial = (++count).toString(16).padStart(4, '0');
      const usage = purpose === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serial,
        subject: `CN=${subject}`,
        issuer: authority.subject,
        notBefore: days > 0 ? began : new Date(began.getTime() + (days - 9) * DAY_MS),
        notAfter: new Date(Date.now() + days * DAY_MS),
        signingAlgorithm: ALGORITHM,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.ExtendedKeyUsageExtension([usage]),
          new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: subject }, ...also]),
        ],
      });
      return { pem: certificate.toString('pem'), key_pem: await keyPem(own), serial };
    },
    revoke: async (serials) => {
      const list = await x509.X509CrlGenerator.create({
        issuer: authority.subject,
        thisUpdate: began,
        nextUpdate: new Date(Date.now() + 30 * DAY_MS),
        signingAlgorithm: ALGORITHM,
        signingKey: keys.privateKey,
        entries: serials.map((serialNumber) => ({ serialNumber, revocationDate: began })),
      });
      return list.toString('pem').replaceAll(/(BEGIN|END) CRL/g, '$1 X509 CRL');
    },
  };
};

/** Keeps a certificate for EAP of this authority, under the name radius.example.net; the peers' certificates are of the same unless said. */
export const keepEapCertificate = async (
  { run }: Pick<TestDatabase, 'run'>,
  authority: Authority,
  clients: { readonly client_ca_pem?: string | null; readonly client_crl_pem?: string | null } = {},
): Promise<void> => {
  const { pem: chain_pem, key_pem } = await authority.issue('radius.example.net', 'server');
  const { client_ca_pem = authority.pem, client_crl_pem } = clients;
  await run((ctx) => setCertificate(ctx, { purpose: 'eap', chain_pem, key_pem, client_ca_pem, client_crl_pem }));
};
