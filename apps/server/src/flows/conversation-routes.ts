import type { ConversationReply } from '@carillon/contract';
import {
  conversationReplySchema,
  readMarkSchema,
  shopConversationsReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { listConversations, markRead, readConversation } from '../conversations/index.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import type { Visitors } from '../platform/visitors.ts';
import { findConversation } from './find-conversation.ts';
import type { Participant } from './find-conversation.ts';

const tag = 'conversations';
const ofOrder = z.object({ orderId: pathId });

/** Reading conversations, and noting what was read. Messages go in by the line. */
export function registerConversationRoutes(
  app: FastifyInstance,
  { context, visitors }: { context: Context; visitors: Visitors },
): void {
  const { database, clock } = context;

  async function read(orderId: number, reader: Participant): Promise<ConversationReply> {
    return readSnapshot(database, async (tx) => {
      const { to } = await findConversation(tx, orderId, reader);
      return readConversation(tx, { orderId, to });
    });
  }
  async function mark(orderId: number, reader: Participant, upTo: number): Promise<undefined> {
    await database.transaction(async (tx) => {
      const { order } = await findConversation(tx, orderId, reader);
      const { shopId } = order;
      await markRead(tx, { orderId, shopId, side: reader.side, upTo, at: clock.now() });
    });
  }
  async function buyerOf(request: FastifyRequest): Promise<Participant> {
    return { side: 'buyer', buyerId: await visitors.findBuyer(request) };
  }
  async function staffOf(request: FastifyRequest): Promise<Participant> {
    const { id, name, shopIds } = await visitors.staff(request);
    return { side: 'shop', staffId: id, name, shopIds };
  }

  registerRoute(app, 'readConversation', {
    tag,
    summary: 'Reads what was said about an order, for its buyer.',
    schemas: { params: ofOrder, reply: conversationReplySchema },
    handler: async (request) => read(request.params.orderId, await buyerOf(request)),
  });

  registerRoute(app, 'markConversationRead', {
    tag,
    summary: 'Notes how far the buyer has read.',
    schemas: { params: ofOrder, body: readMarkSchema },
    handler: async (request) => mark(request.params.orderId, await buyerOf(request), request.body.upTo),
  });

  registerRoute(app, 'listConversations', {
    tag,
    summary: 'Lists a shop’s latest conversations, with how much its staff have not read.',
    schemas: { params: z.object({ shopId: pathId }), reply: shopConversationsReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.staffAt(request, shopId);
      return listConversations(database, shopId);
    },
  });

  registerRoute(app, 'readConversationAsStaff', {
    tag,
    summary: 'Reads what was said about an order, for its shop’s staff.',
    schemas: { params: ofOrder, reply: conversationReplySchema },
    handler: async (request) => read(request.params.orderId, await staffOf(request)),
  });

  registerRoute(app, 'markConversationReadAsStaff', {
    tag,
    summary: 'Notes how far the shop’s staff have read.',
    schemas: { params: ofOrder, body: readMarkSchema },
    handler: async (request) => mark(request.params.orderId, await staffOf(request), request.body.upTo),
  });
}
