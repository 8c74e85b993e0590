import type { TradeResult } from '@carillon/contract';
import { tradeActionSchema } from '@carillon/contract/schemas';
import type { Messaging, TextEndpointOptions, TextSession } from '@carillon/messaging';
import { ACCOUNT_COOKIE, BUYER_COOKIE, findBuyer } from '../accounts/index.ts';
import { findWatchableTrade } from '../flows/find-watchable-trade.ts';
import type { TradeWatch } from '../flows/watch-trades.ts';
import type { Paces } from '../platform/paces.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { describeResult } from './describe-result.ts';
import { PAYMENT_WIRE_ERRORS } from './payment-wire-errors.ts';

const PATH = '/websocket/myHandler';
/** A page shows one code at a time; somebody with several orders has a few. */
const MAX_WATCHES = 20;

export interface PaymentWireParts {
  readonly messaging: Pick<Messaging, 'textEndpoint'>;
  readonly context: Pick<SessionContext, 'database' | 'logger' | 'sessions'>;
  readonly trades: TradeWatch;
  /** How fast trades are looked up for those of one address, whoever they say they are. */
  readonly paces: Paces;
  /** From where pages may come; who they are, their actions say. */
  readonly admission: Pick<TextEndpointOptions<typeof PATH>, 'addressOf' | 'allowedOrigins'>;
}

/** Who is at the other end, as far as the handshake says. */
interface Watcher {
  readonly token: string | undefined;
  readonly buyer: Promise<{ readonly buyerId: string } | undefined>;
}

/**
 * The wire of Native payment pages: `{"action":"create","outTradeNo":"…"}` begins to watch a trade, `remove` ends
 * it, and what becomes of it is pushed to all who watch it. A trade that was settled before is told at once; while
 * it is open nothing is said, for clients take any word for the result.
 */
export function servePaymentWire(parts: PaymentWireParts): void {
  const { messaging, context, trades, paces, admission } = parts;
  const { database, logger } = context;

  messaging.textEndpoint(PATH, {
    ...admission,
    sockjs: true,
    limits: { maxMessageBytes: 1_024, maxFramesPerSecond: 5, maxFrameBurst: 60, maxPendingFrames: 60 },
    open(session, { query, cookies, remoteAddress }) {
      const watcher = {
        token: query.get('token') ?? undefined,
        // Who cannot be looked up now may still have the token.
        buyer: findBuyer(context, {
          account: cookies[ACCOUNT_COOKIE],
          anonymous: cookies[BUYER_COOKIE],
        }).catch(() => undefined),
      };
      const watched = new Map<string, () => void>();
      return {
        async onText(text) {
          const action = readAction(text);
          if (action === undefined) refuse(session, 'action_invalid');
          else if (action.action === 'remove') remove(watched, action.outTradeNo);
          else if (!(await paces.turn(remoteAddress))) refuse(session, 'unavailable', action.outTradeNo);
          else await create(session, watched, { ...watcher, ...action });
        },
        onClosed() {
          for (const outTradeNo of watched.keys()) remove(watched, outTradeNo);
        },
      };
    },
  });

  async function create(
    session: TextSession,
    watched: Map<string, () => void>,
    wish: Watcher & { outTradeNo: string },
  ): Promise<void> {
    const { outTradeNo } = wish;
    try {
      const buyerId = (await wish.buyer)?.buyerId;
      const trade = await findWatchableTrade(database.db, { ...wish, buyerId });
      if (trade === undefined) refuse(session, 'trade_not_found', outTradeNo);
      else if (!watched.has(outTradeNo) && watched.size >= MAX_WATCHES) {
        refuse(session, 'too_many_watches', outTradeNo);
      } else if (!session.isClosed) {
        // Asked for again, it is told again.
        remove(watched, outTradeNo);
        watched.set(
          outTradeNo,
          trades.watch(trade, (result) => tell(session, result)),
        );
      }
    } catch (err) {
      logger.warn({ err, outTradeNo }, 'a trade could not be watched');
      refuse(session, 'unavailable', outTradeNo);
    }
  }
}

function readAction(text: string) {
  try {
    return tradeActionSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function remove(watched: Map<string, () => void>, outTradeNo: string): void {
  watched.get(outTradeNo)?.();
  watched.delete(outTradeNo);
}

function tell(session: TextSession, result: TradeResult): void {
  if (result.state !== 'open') session.send(JSON.stringify({ ...result, ...describeResult(result.state) }));
}

function refuse(session: TextSession, code: keyof typeof PAYMENT_WIRE_ERRORS, outTradeNo?: string): void {
  session.send(JSON.stringify({ outTradeNo, error: { code, message: PAYMENT_WIRE_ERRORS[code] } }));
}
