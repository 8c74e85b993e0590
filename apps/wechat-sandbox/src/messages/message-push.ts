import type { FaultBench } from '../faults/fault-bench.ts';
import type { Identity } from '../keys/identity.ts';
import { postNotification } from '../notifications/post-notification.ts';
import type { MerchantAnswer } from '../notifications/post-notification.ts';
import { PhoneError } from '../people/phone-errors.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { WireLog } from '../wire/wire-log.ts';
import { sealPush, signPush } from './seal-push.ts';

/** WeChat pushes an event so often until it is answered. */
const MOST_ATTEMPTS = 3;

export interface PushDesk {
  identity: Identity;
  ids: Ids;
  clock: Clock;
  /** Signatures bear the time that the merchant's machine has too. */
  machineClock: Clock;
  faults: FaultBench;
  fetch: typeof fetch;
  wire: WireLog;
  stopping: AbortSignal;
}

/** What is pushed, before it is sealed. */
interface PushedEvent {
  /** For the wire log. */
  readonly subject: string;
  readonly openid: string;
  /** XML. */
  readonly text: string;
}

/** 消息推送 of one app: what WeChat tells its server by itself. */
export interface MessagePush {
  /** Where it is told, or undefined while nobody entered an address. */
  address(): string | undefined;
  /** 保存: checks the address by GET, as the app's administration page does. @throws push_address_refused */
  enter(url: string): Promise<void>;
  /** Tells an event, unless a fault is in the way. */
  tell(event: PushedEvent): void;
}

/** @param appid whose push it is: it is sealed into every event */
export function createMessagePush(desk: PushDesk, appid: string): MessagePush {
  const { identity, ids, clock, faults } = desk;
  let address: string | undefined;

  async function enter(url: string): Promise<void> {
    const echo = ids.digits(19);
    const { timestamp, nonce } = stamp();
    const signature = signPush(identity.push.token, timestamp, nonce);
    const query = new URLSearchParams({ signature, echostr: echo, timestamp, nonce });
    const answer = await desk
      .fetch(`${url}?${query.toString()}`, { redirect: 'manual', signal: desk.stopping })
      .then((response) => response.text())
      .catch(() => undefined);
    if (answer !== echo) {
      throw new PhoneError('push_address_refused', 'The address did not answer the check with its echostr.');
    }
    address = url;
  }

  async function post(event: PushedEvent, attempt: number): Promise<void> {
    if (address === undefined) return;
    const { text } = event;
    const encrypted = sealPush(text, { appid, ids, ...identity.push });
    const { timestamp, nonce } = stamp();
    const query = new URLSearchParams({
      signature: signPush(identity.push.token, timestamp, nonce),
      timestamp,
      nonce,
      openid: event.openid,
      encrypt_type: 'aes',
      msg_signature: signPush(identity.push.token, timestamp, nonce, encrypted),
    });
    const url = `${address}?${query.toString()}`;
    const body = `<xml><ToUserName><![CDATA[gh_carillon]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
    const answer = await postNotification(url, { headers: { 'content-type': 'text/xml' }, body }, desk);
    const isTaken = answer.accepted && ['', 'success'].includes(answer.body ?? '');
    note({ event, url, body, attempt, answer, isTaken });
    if (!isTaken && attempt < MOST_ATTEMPTS && !desk.stopping.aborted) await post(event, attempt + 1);
  }

  function note(told: {
    event: PushedEvent;
    url: string;
    body: string;
    attempt: number;
    answer: MerchantAnswer;
    isTaken: boolean;
  }): void {
    const { event, url, body, attempt, answer, isTaken } = told;
    desk.wire.add({
      direction: 'out',
      operation: 'message-push',
      method: 'POST',
      url,
      subject: event.subject,
      durationMs: Math.round(answer.durationMs),
      result: isTaken ? 'delivered' : attempt < MOST_ATTEMPTS ? 'failed' : 'given-up',
      checks: [],
      attempt,
      requestBody: body,
      plaintext: event.text,
      ...(answer.status !== undefined && { status: answer.status }),
      ...(answer.problem !== undefined && { problem: answer.problem }),
      ...(answer.body && { responseBody: answer.body }),
    });
  }

  function stamp(): { timestamp: string; nonce: string } {
    return { timestamp: String(Math.floor(desk.machineClock.now() / 1000)), nonce: ids.digits(10) };
  }

  return {
    address: () => address,
    enter,
    tell(event) {
      if (faults.take('push-lost')) return;
      const copies = faults.take('push-twice') ? 2 : 1;
      const tell = () => void Promise.all(Array.from({ length: copies }, async () => post(event, 1)));
      clock.after(faults.take('push-late')?.value ?? 0, tell);
    },
  };
}
