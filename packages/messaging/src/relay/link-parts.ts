import type { Frame } from '@carillon/stomp';
import type { MessagingError } from '../core/errors.ts';
import type { Timers } from '../core/timer-wheel.ts';
import type { BrokerAddress } from './relay-options.ts';

/** What all connections of a relay share. */
export interface LinkParts {
  readonly timers: Timers;
  readonly virtualHost: string;
  readonly heartbeatMs: readonly [number, number];
  readonly connectTimeLimitMs: number;
  readonly receiptTimeLimitMs: number;
  readonly maxPendingReceipts: number;
  /** How long something may wait to be written without moving. */
  readonly sendTimeLimitMs: number;
  readonly maxFrameBytes: number;
}

export interface LinkRequest {
  readonly address: BrokerAddress;
  readonly login: string;
  readonly passcode: string;
}

/** What a connection brings up. */
export interface LinkReceiver {
  onMessage(frame: Frame): void;
  /** Says whether the connection goes on in spite of this ERROR; left out, it never does. */
  isHarmless?(error: Frame): boolean;
  /** Once, if it ends after CONNECTED and not by `close`; whoever waited for it has been told before. */
  onLost(error: MessagingError): void;
}
