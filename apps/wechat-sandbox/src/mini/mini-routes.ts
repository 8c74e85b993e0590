import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccessTokens } from '../messages/access-tokens.ts';
import { notesOf } from '../wire/request-log.ts';
import type { WireOperation } from '../wire/wire-log.ts';
import { demandToken, MiniRefusal } from './mini-answer.ts';
import type { MiniDesk } from './mini-desk.ts';
import { cardFailedEvent, subscribeSentEvent } from './mini-events.ts';
import type { MiniProgram } from './mini-program.ts';
import { sendSubscribe } from './send-subscribe.ts';
import { getCard, setCard } from './set-card.ts';
import { findShipping, uploadShipping } from './upload-shipping.ts';

const tokenQuery = z.object({ access_token: z.string().catch('') });
const OK = { errcode: 0, errmsg: 'ok' };

export interface MiniRouteDeps extends MiniDesk {
  accessTokens: AccessTokens;
  program: MiniProgram;
}

/** The parts of api.weixin.qq.com that a mini program's server calls with its own token. Errors come with HTTP 200. */
export function miniRoutes(scope: FastifyInstance, deps: MiniRouteDeps): void {
  const { faults, program } = deps;

  function serve(
    path: string,
    operation: WireOperation,
    work: (body: unknown, reply: FastifyReply) => object | undefined,
  ) {
    scope.post(path, (request: FastifyRequest, reply) => {
      const notes = Object.assign(notesOf(request), { operation });
      try {
        demandToken(deps.accessTokens, faults, tokenQuery.parse(request.query).access_token);
        const answer = work(request.body, reply);
        return answer === undefined ? reply.code(500).send('') : reply.send(answer);
      } catch (error) {
        if (!(error instanceof MiniRefusal)) throw error;
        notes.result = String(error.errcode);
        return reply.send(error.toAnswer(deps.ids));
      }
    });
  }

  serve('/cgi-bin/message/subscribe/send', 'subscribe-message', (body) => {
    const { openid, msgId, template } = sendSubscribe(deps, body);
    const templateId =
      Object.entries(deps.identity.miniTemplates).find(([name]) => name === template)?.[1] ?? '';
    program.tell(subscribeSentEvent({ openid, msgId, templateId }));
    return OK;
  });
  serve('/wxa/set_user_notify', 'service-card', (body) => {
    const card = setCard(deps, body);
    if (card.refused) program.tell(cardFailedEvent(card));
    return faults.take('card-500') ? undefined : OK;
  });
  serve('/wxa/get_user_notify', 'query-card', (body) => getCard(deps, body));
  serve('/wxa/sec/order/upload_shipping_info', 'upload-shipping', (body) => {
    const { trade, shipping } = uploadShipping(deps, body);
    program.ship(trade, shipping);
    return faults.take('shipping-500') ? undefined : OK;
  });
  serve('/wxa/sec/order/get_order', 'query-shipping', (body) => findShipping(deps, body));
  serve('/wxa/sec/order/is_trade_managed', 'query-shipping', (body) => {
    const { appid } = z.object({ appid: z.string().catch('') }).parse(body ?? {});
    return { ...OK, is_trade_managed: appid === deps.identity.miniAppid };
  });
  // Meant for parcels: what the buyer is reminded of, nobody here needs to see.
  serve('/wxa/sec/order/notify_confirm_receive', 'query-shipping', (body) => {
    findShipping(deps, body);
    return OK;
  });
}
