import type { Trust } from '../keys/wechat-signature.ts';
import type { NotifiedResource } from './notified-resource.ts';

/** How one notification attempt is to be made. A fault is a change of this plan. */
export interface DeliveryPlan {
  /** So many at the same time. */
  copies: number;
  /** Waited before sending, in addition to the schedule. */
  delayMs: number;
  /** Never sent at all; the schedule goes on as if it had failed. */
  lost: boolean;
  /** A signature probe goes out first, as WeChat Pay does now and then. */
  probe: boolean;
  /** The payment or refund that is encrypted. */
  resource: NotifiedResource;
  trust: Trust;
  timestampShiftS: number;
  changeCiphertext: (ciphertext: string) => string;
  changeSerial: (serial: string) => string;
  changeSignature: (signature: string) => string;
  /** A merchant who believes it has a hole. */
  mustBeRefused: boolean;
}

const unchanged = (text: string) => text;

export function honestPlan(resource: NotifiedResource, trust: Trust): DeliveryPlan {
  return {
    copies: 1,
    delayMs: 0,
    lost: false,
    probe: false,
    resource,
    trust,
    timestampShiftS: 0,
    changeCiphertext: unchanged,
    changeSerial: unchanged,
    changeSignature: unchanged,
    mustBeRefused: false,
  };
}
