const SEED_BYTES = 16;

/**
 * Makes idempotency keys that nobody else has. Mini programs have no `crypto`; what WeChat has gives its random bytes
 * later, so they are asked for once, for all keys of this start of the mini program.
 */
export function createKeys(): () => string {
  let seed = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  let made = 0;
  wx.getRandomValues({
    length: SEED_BYTES,
    success: ({ randomValues }) => {
      seed = Array.from(new Uint8Array(randomValues), (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  });
  return () => `${seed}-${(made += 1)}`;
}
