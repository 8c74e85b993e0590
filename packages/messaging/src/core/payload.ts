/** A payload as bytes, and what they are. */
export interface EncodedPayload {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/**
 * Turns what an application sends into bytes: bytes stay as they are (and must not be changed
 * afterwards), a string becomes UTF-8 text, anything else JSON. Throws TypeError for what JSON cannot say.
 */
export function encodePayload(payload: unknown): EncodedPayload {
  if (payload instanceof Uint8Array) return { bytes: payload, contentType: 'application/octet-stream' };
  if (typeof payload === 'string') {
    return { bytes: Buffer.from(payload), contentType: 'text/plain;charset=utf-8' };
  }
  const json = JSON.stringify(payload) as string | undefined;
  if (json === undefined) throw new TypeError(`A ${typeof payload} cannot be sent as JSON.`);
  return { bytes: Buffer.from(json), contentType: 'application/json' };
}
