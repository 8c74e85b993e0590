import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeServiceFolder } from './stomp-broker.ts';

/** A certificate for the loopback, and the authority that signed it, as files. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  /** The authority's certificate itself. */
  readonly authority: string;
  /** Where the files are; whoever asked for them removes it. */
  readonly folder: string;
}

/** Makes an authority that nobody trusts, and a certificate of it for 127.0.0.1 and localhost, good for a day. */
export function makeCertificate(): TestCertificate {
  const folder = makeServiceFolder('certificate');
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
    '-days',
    '1',
    '-subj',
    '/CN=authority',
  );
  openssl(
    'req',
    ...newKey,
    '-keyout',
    file('key.pem'),
    '-out',
    file('request.pem'),
    '-subj',
    '/CN=localhost',
  );
  openssl(
    ...[
      'x509',
      '-req',
      '-in',
      file('request.pem'),
      '-CA',
      file('ca.pem'),
      '-CAkey',
      file('ca.key'),
      '-CAcreateserial',
    ],
    ...['-days', '1', '-extfile', file('names'), '-out', file('cert.pem')],
  );
  return {
    cert: file('cert.pem'),
    key: file('key.pem'),
    ca: file('ca.pem'),
    authority: readFileSync(file('ca.pem'), 'utf8'),
    folder,
  };
}
