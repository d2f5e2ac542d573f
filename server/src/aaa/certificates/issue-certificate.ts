import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
/** Devices keep an authority for good; of a certificate some take no more than 825 days (Apple). */
const AUTHORITY_DAYS = 20 * 365;
const CERTIFICATE_DAYS = 820;
const LONGEST_CN = 64;
const PURPOSE = { server: x509.ExtendedKeyUsage.serverAuth, client: x509.ExtendedKeyUsage.clientAuth } as const;

/** A certificate and its private key, PEM. */
export interface Pair {
  readonly pem: string;
  readonly key_pem: string;
}

type Keys = webcrypto.CryptoKeyPair;

const newKeys = (): Promise<Keys> => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

const keyPem = async (keys: Keys): Promise<string> => {
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
};

const importKey = (pem: string): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), ALGORITHM, true, ['sign']);

/** A positive number of 16 octets, random (RFC 5280 4.1.2.2). */
const serialNumber = (): string => `01${randomBytes(15).toString('hex')}`;

/** From a day before `now`, so that a device whose clock is behind takes it at once. */
const validity = (now: Date, days: number) => ({
  notBefore: new Date(now.getTime() - DAY_MS),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});

/** Makes an authority of our own. */
export const makeAuthority = async (name: string, now: Date): Promise<Pair> => {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(now, AUTHORITY_DAYS),
    serialNumber: serialNumber(),
    name: [{ CN: [name] }],
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { pem: `${certificate.toString('pem')}\n`, key_pem: await keyPem(keys) };
};

/** What a certificate is to say. */
interface Wanted {
  /** For people: the common name, cut to the 64 characters it may have (RFC 5280 A.1). */
  readonly title: string;
  /** The DNS name, if it says one. */
  readonly name: string | undefined;
  readonly for: 'server' | 'client';
}

/** Issues a certificate for one end of TLS. */
export const issueCertificate = async (authority: Pair, wanted: Wanted, now: Date): Promise<Pair> => {
  const { name } = wanted;
  const keys = await newKeys();
  const issuer = new x509.X509Certificate(authority.pem);
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(now, CERTIFICATE_DAYS),
    serialNumber: serialNumber(),
    subject: [{ CN: [[...wanted.title].slice(0, LONGEST_CN).join('')] }],
    issuer: issuer.subject,
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key_pem),
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([PURPOSE[wanted.for]]),
      ...(name === undefined ? [] : [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return { pem: `${certificate.toString('pem')}\n`, key_pem: await keyPem(keys) };
};
