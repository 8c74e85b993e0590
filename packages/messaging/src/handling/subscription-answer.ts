import { isUtf8 } from 'node:buffer';
import { encodeFrame } from '@carillon/stomp';
import type { SubscribeRequest, Subscription } from '../core/broker.ts';
import { createMessage } from '../core/message.ts';
import { encodePayload } from '../core/payload.ts';
import { toWireFrame } from '../core/wire-frame.ts';
import type { WireFrame } from '../core/wire-frame.ts';

/** The MESSAGE that answers a SUBSCRIBE. Throws TypeError for a value that JSON cannot say. */
export function encodeAnswer(value: unknown, request: SubscribeRequest, messageId: string): WireFrame {
  const { destination, id, session, ackMode } = request;
  const { bytes, contentType } = encodePayload(value);
  const headers = { 'content-type': contentType };
  const message = createMessage({ id: messageId, destination, headers, body: bytes });
  const own: Record<string, string> = { ...message.headers };
  if (id !== undefined) own.subscription = id;
  // STOMP 1.2, "MESSAGE": needed unless the subscription is `auto`.
  if (ackMode !== 'auto' && session.version === '1.2') own.ack = messageId;
  const frame = encodeFrame({ command: 'MESSAGE', headers: own, body: bytes }, session.version);
  return toWireFrame(frame, isUtf8(frame));
}

/** To one who asks for what came `after` a number: nothing was kept. */
const NOT_RECOVERED = Object.freeze({ recovered: 'false' });
const NO_HEADERS = Object.freeze({});

/** What a subscription does that gets one message at most. */
export interface Answering {
  /** Sends the answer, if there is one; called once at most. */
  send(): void;
  /** The client wants no more of it. */
  cancel(): void;
}

export function answeredSubscription({ after }: SubscribeRequest, answering: Answering): Subscription {
  let isCancelled = false;
  return {
    receiptHeaders: after === undefined ? NO_HEADERS : NOT_RECOVERED,
    start() {
      if (!isCancelled) answering.send();
    },
    mute() {
      isCancelled = true;
    },
    cancel() {
      isCancelled = true;
      answering.cancel();
    },
  };
}

/** A subscription that gets nothing: its answer went elsewhere, or there is none. */
export function silentSubscription(request: SubscribeRequest): Subscription {
  return answeredSubscription(request, { send: () => undefined, cancel: () => undefined });
}
