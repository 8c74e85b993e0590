import { X509Certificate } from 'node:crypto';
import type { Identity } from '../keys/identity.ts';
import { seal } from '../keys/seal.ts';
import { toChinaTime } from '../platform/china-time.ts';
import type { Ids } from '../platform/ids.ts';

/** GET /v3/certificates: the platform certificate, encrypted with the APIv3 key. */
export function listCertificates(identity: Identity, ids: Ids) {
  const { certificatePem, serial } = identity.platform;
  const certificate = new X509Certificate(certificatePem);
  return {
    data: [
      {
        serial_no: serial,
        effective_time: toChinaTime(certificate.validFromDate.getTime()),
        expire_time: toChinaTime(certificate.validToDate.getTime()),
        encrypt_certificate: seal({
          plaintext: certificatePem,
          associatedData: 'certificate',
          nonce: ids.token(12),
          apiV3Key: identity.apiV3Key,
        }),
      },
    ],
  };
}
