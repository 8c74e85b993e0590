import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ruleOf } from '../mini/card-rules.ts';
import type { Card } from '../mini/card-book.ts';
import type { MiniDesk } from '../mini/mini-desk.ts';
import { subscribeAnsweredEvent } from '../mini/mini-events.ts';
import type { MiniProgram } from '../mini/mini-program.ts';
import type { Shipping } from '../mini/shipping-book.ts';
import type { SandboxPerson } from '../people/people.ts';
import { PhoneError } from '../people/phone-errors.ts';
import type { AcceptView, CardView, ShippingView } from './api-types.ts';

const LIST_LIMIT = 200;
/** `wx.requestSubscribeMessage` asks for so many at once. */
const MOST_TEMPLATES = 5;
const choices = z
  .record(z.string().min(1), z.enum(['accept', 'reject']))
  .refine((answers) => Object.keys(answers).length <= MOST_TEMPLATES, {
    message: `${MOST_TEMPLATES} templates at most`,
  });
const subscribeBody = z.object({ answers: choices });
const settleParams = z.object({ transactionId: z.string() });

export type MiniControl = Pick<MiniDesk, 'identity' | 'people' | 'accepts' | 'cards' | 'shippings'> & {
  program: MiniProgram;
};

/** Shows what the mini program told, answers for a person what it asks, and confirms that goods came. */
export function miniControlRoutes(
  scope: FastifyInstance,
  { identity, people, accepts, cards, shippings, program }: MiniControl,
  readPerson: (body: unknown) => SandboxPerson,
): void {
  const templates = Object.entries(identity.miniTemplates);

  scope.get('/cards', () => ({ cards: cards.all().slice(0, LIST_LIMIT).map(toCardView) }));
  scope.get('/accepts', () => ({
    accepts: people.flatMap(({ id }) =>
      templates.map(([template, templateId]): AcceptView => ({
        ...{ person: id, template, templateId },
        left: accepts.left(id, templateId),
      })),
    ),
  }));
  scope.post('/subscribe', (request) => {
    const { answers } = subscribeBody.parse(request.body);
    const person = readPerson(request.body);
    const stranger = Object.keys(answers).find(
      (id) => !templates.some(([, templateId]) => templateId === id),
    );
    if (stranger !== undefined) {
      throw new PhoneError('template_unknown', `The mini program has no template "${stranger}".`);
    }
    for (const [templateId, choice] of Object.entries(answers)) {
      if (choice === 'accept') accepts.accept(person.id, templateId);
    }
    program.tell(subscribeAnsweredEvent(person.openids[identity.miniAppid] ?? '', answers));
    return { answers };
  });
  scope.get('/shipping', () => ({
    shipping: shippings.all().toReversed().slice(0, LIST_LIMIT).map(toShippingView),
  }));
  scope.post('/shipping/:transactionId/settle', (request) => {
    const { transactionId } = settleParams.parse(request.params);
    const shipping = shippings.get(transactionId);
    if (!shipping) {
      throw new PhoneError('shipping_unknown', `Nothing was uploaded of the payment "${transactionId}".`);
    }
    return {
      shipping: toShippingView(shipping.settledAt === undefined ? program.settle(shipping) : shipping),
    };
  });
}

function toCardView(card: Card): CardView {
  const { content, notifyType } = card;
  const rule = ruleOf(notifyType);
  const waitS = content.max_wait_time ?? 0;
  return {
    notifyCode: card.notifyCode,
    person: card.personId,
    title: rule?.name ?? '',
    status: rule?.statuses[content.cur_status]?.name ?? '',
    statusNumber: content.cur_status,
    goods: content.product_list.info_list.map(({ product_name: name, count = 1 }) => `${name} ×${count}`),
    pieces: content.product_count,
    ...(content.queue_number !== undefined && { queueNumber: content.queue_number }),
    ...(waitS > 0 && { waitMinutes: Math.ceil(waitS / 60) }),
    ...(content.arrival_time !== undefined && { arrivesAt: iso(content.arrival_time * 1000) }),
    page: content.wxa_path_query,
    changedAt: iso(card.changedAt),
    pushed: [...card.pushed],
    refused: card.refused,
  };
}

function toShippingView({
  transactionId,
  logisticsType,
  description,
  shippedAt,
  settledAt,
}: Shipping): ShippingView {
  return {
    ...{ transactionId, logisticsType, description },
    shippedAt: iso(shippedAt),
    ...(settledAt !== undefined && { settledAt: iso(settledAt) }),
  };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
