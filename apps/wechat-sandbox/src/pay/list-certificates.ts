import { X509Certificate } from 'node:crypto';
import type { Identity } from '../keys/identity.ts';
import { seal } from '../keys/seal.ts';
import type { Signer } from '../keys/signer.ts';
import { toChinaTime } from '../platform/china-time.ts';
import type { Ids } from '../platform/ids.ts';
import { PayError } from './pay-errors.ts';

/**
 * GET /v3/certificates: the platform certificates that may sign now, encrypted with the APIv3 key. While they are
 * rotated there are two. A merchant who has the public key only gets none. Source: WeChat Pay, "下载平台证书".
 *
 * @throws RESOURCE_NOT_EXISTS
 */
export function listCertificates(signer: Signer, { apiV3Key }: Identity, ids: Ids) {
  const certificates = signer.certificates();
  if (certificates.length === 0)
    throw new PayError('RESOURCE_NOT_EXISTS', '无可用的平台证书，请使用微信支付公钥');
  return {
    data: certificates.map(({ certificatePem, serial }) => {
      const certificate = new X509Certificate(certificatePem);
      return {
        serial_no: serial,
        effective_time: toChinaTime(certificate.validFromDate.getTime()),
        expire_time: toChinaTime(certificate.validToDate.getTime()),
        encrypt_certificate: seal({
          plaintext: certificatePem,
          associatedData: 'certificate',
          nonce: ids.token(12),
          apiV3Key,
        }),
      };
    }),
  };
}
