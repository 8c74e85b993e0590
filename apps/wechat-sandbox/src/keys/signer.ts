import { z } from 'zod';
import type { Ledger } from '../platform/ledger.ts';
import type { Identity } from './identity.ts';
import type { SigningKey, Trust } from './wechat-signature.ts';

/**
 * How far the platform certificate's rotation has gone: `first` alone, `both` (listed side by side, and
 * notifications signed by either), `second` alone; or `none`, for a merchant who has the public key only.
 */
const CERTIFICATE_STAGES = ['first', 'both', 'second', 'none'] as const;
/** How notifications are signed: `as-asked` by the order, or all one way, or `mixed` as while a merchant migrates. */
const NOTIFICATION_TRUSTS = ['as-asked', 'certificate', 'public-key', 'mixed'] as const;

export const signingSchema = z.object({
  certificates: z.enum(CERTIFICATE_STAGES),
  notifications: z.enum(NOTIFICATION_TRUSTS),
});
type Signing = z.infer<typeof signingSchema>;

/** Chooses the key that WeChat Pay signs with. */
export interface Signer {
  keyForAnswer(trust: Trust): SigningKey;
  keyForNotification(trust: Trust): SigningKey;
  /** Those that GET /v3/certificates lists. */
  certificates(): Identity['platform'][];
  signing(): Signing;
  change(signing: Partial<Signing>): Signing;
}

/** Where two keys are both good, they take turns. */
export function createSigner({ identity, ledger }: { identity: Identity; ledger: Ledger }): Signer {
  const table = ledger.table('signing', signingSchema, 1);
  const signing = (): Signing => table.get('signing') ?? { certificates: 'first', notifications: 'as-asked' };
  const trustByTurns = takeTurns();
  const certificateByTurns = takeTurns();
  const publicKey = { serial: identity.publicKey.id, privateKeyPem: identity.publicKey.privateKeyPem };

  function certificates(): Identity['platform'][] {
    const { platform, nextPlatform } = identity;
    return { first: [platform], both: [platform, nextPlatform], second: [nextPlatform], none: [] }[
      signing().certificates
    ];
  }

  function keyFor(trust: Trust, choose: (listed: SigningKey[]) => SigningKey | undefined): SigningKey {
    return (trust === 'certificate' ? choose(certificates()) : undefined) ?? publicKey;
  }

  return {
    keyForAnswer: (trust) => keyFor(trust, ([first]) => first),
    keyForNotification(asked) {
      const { notifications } = signing();
      const trust =
        notifications === 'as-asked'
          ? asked
          : notifications === 'mixed'
            ? trustByTurns<Trust>('certificate', 'public-key')
            : notifications;
      return keyFor(trust, ([first, second]) => (second ? certificateByTurns(first, second) : first));
    },
    certificates,
    signing,
    change(changes) {
      const changed = { ...signing(), ...changes };
      table.put('signing', changed);
      return changed;
    },
  };
}

function takeTurns() {
  let turn = 0;
  return <Choice>(one: Choice, other: Choice): Choice => {
    turn += 1;
    return turn % 2 === 1 ? one : other;
  };
}
