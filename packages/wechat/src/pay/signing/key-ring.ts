import type { KeyObject } from 'node:crypto';

/** WeChat Pay wants less than 12 hours between downloads: a new certificate is listed a day before it signs. */
const REFRESH_AFTER_MS = 11 * 60 * 60 * 1000;
/** A serial costs its forger nothing: however many unknown ones come, one download a minute is all they cause. */
const REFRESH_PAUSE_MS = 60_000;

/** A key that WeChat Pay signs with. */
export interface VerifyingKey {
  readonly serial: string;
  readonly key: KeyObject;
  /** Milliseconds since the epoch; public keys, which do not expire, have Infinity. */
  readonly expiresAtMs: number;
}

export interface KeyRingOptions {
  /** Certificates and public keys that the merchant has set up. */
  readonly configured: readonly VerifyingKey[];
  /** Fetches the certificates that are in use; left out when they are not to be downloaded. */
  readonly download?: (() => Promise<readonly VerifyingKey[]>) | undefined;
  /** Is told of a download that failed, where nobody waits for it. */
  readonly onDownloadFailed: (error: unknown) => void;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/**
 * The keys of WeChat Pay by serial: certificates and public keys side by side, because a merchant who moves from
 * one to the other gets answers and notifications signed by both.
 */
export interface KeyRing {
  /** Id of the public key that answers are to be signed with; undefined when there are certificates only. */
  readonly publicKeyId: string | undefined;
  /** The key of this serial among those at hand, if it has not expired. */
  readonly known: (serial: string) => KeyObject | undefined;
  /** The same, but an unknown certificate is looked for first, at most once a minute; never throws. */
  readonly find: (serial: string) => Promise<KeyObject | undefined>;
  /** The key to encrypt for WeChat Pay with: the public key, else the certificate that expires last. */
  readonly forEncryption: () => Promise<VerifyingKey | undefined>;
}

/** Makes a key ring. It has no timer: age is looked at when a key is asked for. */
export function createKeyRing(options: KeyRingOptions): KeyRing {
  const { configured, download, onDownloadFailed, clock } = options;
  const fixed = bySerial(configured);
  let downloaded: ReadonlyMap<string, VerifyingKey> = new Map();
  let refreshedAtMs = Number.NEGATIVE_INFINITY;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;

  function usable(): VerifyingKey[] {
    const nowMs = clock();
    return [...fixed.values(), ...downloaded.values()].filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  function known(serial: string): KeyObject | undefined {
    const entry = fixed.get(serial) ?? downloaded.get(serial);
    return entry && entry.expiresAtMs > clock() ? entry.key : undefined;
  }

  async function downloadBy(fetchKeys: () => Promise<readonly VerifyingKey[]>): Promise<void> {
    triedAtMs = clock();
    // The latest list is the whole truth: what WeChat has taken off it is not believed any more.
    downloaded = bySerial(await fetchKeys());
    refreshedAtMs = clock();
  }

  /** Joins the download under way, or begins one if the last is long enough ago. */
  async function refreshSometimes(): Promise<void> {
    if (!download || (!running && clock() - triedAtMs < REFRESH_PAUSE_MS)) return;
    running ??= downloadBy(download)
      .catch(onDownloadFailed)
      .finally(() => {
        running = undefined;
      });
    await running;
  }

  return {
    publicKeyId: configured.find(({ serial }) => isPublicKeyId(serial))?.serial,
    known,
    async find(serial) {
      const key = known(serial);
      if (!key && couldBeCertificate(serial)) {
        await refreshSometimes();
        return known(serial);
      }
      if (clock() - refreshedAtMs >= REFRESH_AFTER_MS) void refreshSometimes();
      return key;
    },
    async forEncryption() {
      if (usable().length === 0) await refreshSometimes();
      const [first] = usable().sort(byUse);
      return first;
    },
  };
}

function isPublicKeyId(serial: string): boolean {
  return serial.startsWith('PUB_KEY_ID_');
}

/** Serials are hexadecimal; nothing else is worth a question to WeChat. */
function couldBeCertificate(serial: string): boolean {
  return /^[0-9A-F]{8,64}$/i.test(serial);
}

/** Public keys first, then what expires last. */
function byUse(a: VerifyingKey, b: VerifyingKey): number {
  const publicFirst = Number(isPublicKeyId(b.serial)) - Number(isPublicKeyId(a.serial));
  return publicFirst || Number(b.expiresAtMs > a.expiresAtMs) - Number(b.expiresAtMs < a.expiresAtMs);
}

function bySerial(keys: readonly VerifyingKey[]): ReadonlyMap<string, VerifyingKey> {
  return new Map(keys.map((entry) => [entry.serial, entry]));
}
