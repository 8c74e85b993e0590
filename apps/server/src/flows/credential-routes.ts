import { credentialsReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { WeChat } from '../platform/wechat.ts';
import { checkCredentials } from './check-credentials.ts';

/** WeChat is asked several things each time. */
const MAX_PER_MINUTE = 6;

/** The check of what WeChat handed out, for owners. */
export function registerCredentialRoutes(
  app: FastifyInstance,
  { wechat, publicUrl }: { wechat: WeChat | undefined; publicUrl: string | undefined },
): void {
  registerRoute(app, 'checkCredentials', {
    tag: 'accounts',
    summary: 'Tries each credential of WeChat’s, and says where to mend what does not work; for owners.',
    maxPerMinute: MAX_PER_MINUTE,
    schemas: { params: z.object({ shopId: pathId }), reply: credentialsReplySchema },
    handler: async () => ({ findings: await checkCredentials(wechat, publicUrl) }),
  });
}
