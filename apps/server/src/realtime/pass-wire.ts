import { MessagingError } from '@carillon/messaging';
import type { Authenticate, Messaging, TextEndpointOptions } from '@carillon/messaging';
import { findShop } from '../catalog/index.ts';
import type { Context } from '../platform/context.ts';
import type { BuyerAtShop, PassFollowers } from './follow-passes.ts';
import { isListener } from './listener.ts';
import { passWireText } from './pass-wire-text.ts';
import { readId } from './read-id.ts';

const PATH = '/webSocket/{userId}/{carwashId}';

/** What buyers say to a wire that only tells: little, and it is not looked at. */
const LIMITS = { maxMessageBytes: 1_024, maxFramesPerSecond: 5, maxFrameBurst: 50 };

export interface PassWireParts {
  readonly messaging: Pick<Messaging, 'textEndpoint'>;
  readonly context: Pick<Context, 'database'>;
  readonly passes: PassFollowers;
  /** Who may come in, and from where: buyers, as at `/ws/buyer`. */
  readonly admission: Pick<TextEndpointOptions<typeof PATH>, 'addressOf' | 'allowedOrigins'> & {
    readonly authenticate: Authenticate;
  };
}

/**
 * The wire of car washes: `0_扣费成功_剩余次数: 4` the moment that staff scan the code on a buyer's screen, or why no visit
 * was taken. It carries no numbers, so whoever connects is told what the code on the screen came to, if it was scanned;
 * then what happens. A user is who they are logged in as: with the id of another in the path nobody is let in.
 */
export function servePassWire({ messaging, context, passes, admission }: PassWireParts): void {
  messaging.textEndpoint(PATH, {
    ...admission,
    limits: LIMITS,
    async authenticate(handshake) {
      const user = await admission.authenticate(handshake);
      if (user === undefined) return undefined;
      const who = readWho(handshake.params);
      const isThemselves = isListener(user) && user.kind === 'buyer' && user.buyerId === who?.buyerId;
      if (who === undefined || !isThemselves) throw new MessagingError('forbidden');
      if ((await findShop(context.database.db, who.shopId)) === undefined)
        throw new MessagingError('forbidden');
      return user;
    },
    open(session) {
      const who = readWho(session.params);
      if (who === undefined) throw new TypeError('Only buyers at a shop are let in here.');
      const leave = passes.follow(who, (result) => {
        const text = passWireText(result);
        if (text !== undefined) session.send(text);
      });
      return { onClosed: leave };
    },
  });
}

function readWho({ userId, carwashId }: Readonly<Record<string, string>>): BuyerAtShop | undefined {
  const shopId = readId(carwashId ?? '');
  return userId === undefined || shopId === undefined ? undefined : { buyerId: userId, shopId };
}
