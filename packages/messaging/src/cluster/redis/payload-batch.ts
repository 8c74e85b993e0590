/** The first byte: nodes of a later version that write otherwise are not misread. */
const FORMAT = 0xc1;
const NODE_ID_BYTES = 12;
const NUMBER_BYTES = 6;
/** The format, who published, and the batch's number among all of that node's. */
const HEAD_BYTES = 1 + NODE_ID_BYTES + NUMBER_BYTES;
const LENGTH_BYTES = 4;

/** What one node published to one channel in one turn. */
export interface PayloadBatch {
  readonly nodeId: string;
  /** Rises with every batch of a node, over all channels. */
  readonly number: number;
  readonly payloads: readonly Uint8Array[];
}

/** Bytes that a payload takes in a batch. */
export function sizeInBatch(payload: Uint8Array): number {
  return LENGTH_BYTES + payload.length;
}

/** Writes a batch: the node id must be 12 ASCII characters, the number below 2^48. */
export function encodeBatch({ nodeId, number, payloads }: PayloadBatch): Buffer {
  const bytes = Buffer.allocUnsafe(payloads.reduce((sum, payload) => sum + sizeInBatch(payload), HEAD_BYTES));
  bytes[0] = FORMAT;
  bytes.write(nodeId, 1, NODE_ID_BYTES, 'latin1');
  bytes.writeUIntBE(number, 1 + NODE_ID_BYTES, NUMBER_BYTES);
  let at = HEAD_BYTES;
  for (const payload of payloads) {
    bytes.writeUInt32BE(payload.length, at);
    bytes.set(payload, at + LENGTH_BYTES);
    at += sizeInBatch(payload);
  }
  return bytes;
}

/** Reads what `encodeBatch` wrote, without copying; answers undefined for anything else. */
export function decodeBatch(bytes: Buffer): PayloadBatch | undefined {
  if (bytes.length < HEAD_BYTES || bytes[0] !== FORMAT) return undefined;
  const payloads: Uint8Array[] = [];
  for (let at = HEAD_BYTES; at < bytes.length;) {
    const start = at + LENGTH_BYTES;
    if (start > bytes.length) return undefined;
    const end = start + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    payloads.push(bytes.subarray(start, end));
    at = end;
  }
  return {
    nodeId: bytes.toString('latin1', 1, 1 + NODE_ID_BYTES),
    number: bytes.readUIntBE(1 + NODE_ID_BYTES, NUMBER_BYTES),
    payloads,
  };
}
