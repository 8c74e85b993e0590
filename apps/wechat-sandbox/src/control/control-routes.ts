import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { confirmLogin, declineLogin } from '../login/answer-login.ts';
import type { FaultBench } from '../faults/fault-bench.ts';
import { jsapiRoutes } from '../jsapi/jsapi-routes.ts';
import type { PayCallDesk } from '../jsapi/check-pay-call.ts';
import type { Signer } from '../keys/signer.ts';
import type { AuthCodes } from '../pay/auth-codes.ts';
import type { RefundBook } from '../pay/refund-book.ts';
import type { RefundSettler } from '../pay/settle-refunds.ts';
import type { Cashier } from '../pay/take-payment.ts';
import type { ClockDesk } from '../platform/clock-desk.ts';
import { DEFAULT_PERSON_ID } from '../people/people.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Trade } from '../pay/trade.ts';
import { declineTrade, payTrade } from '../phone/pay-trade.ts';
import { PhoneError } from '../people/phone-errors.ts';
import { scanCode } from '../phone/scan-code.ts';
import type { ScanDesk } from '../phone/scan-code.ts';
import { WIRE_LOG_LIMIT } from '../wire/wire-log.ts';
import type { WireLog } from '../wire/wire-log.ts';
import type { AuthCodeView, PendingCodes, ScanView } from './api-types.ts';
import { faultRoutes } from './fault-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { messageControlRoutes } from './message-routes.ts';
import { miniControlRoutes } from './mini-control.ts';
import type { MiniControl } from './mini-control.ts';
import type { MessageControl } from './message-routes.ts';
import { toLoginView, toNotificationView, toRefundView, toTradeView } from './views.ts';
import { worldRoutes } from './world-routes.ts';

export interface ControlDeps
  extends
    Cashier,
    ScanDesk,
    PayCallDesk,
    Pick<MessageControl, 'messages' | 'push' | 'miniPush'>,
    Omit<MiniControl, 'identity'> {
  authCodes: AuthCodes;
  refunds: RefundBook;
  settler: RefundSettler;
  faults: FaultBench;
  clockDesk: ClockDesk;
  signer: Signer;
  wire: WireLog;
  liveEvents: (request: FastifyRequest, reply: FastifyReply) => void;
}

const TRADE_LIST_LIMIT = 200;

const person = z.string().default(DEFAULT_PERSON_ID);
const scanBody = z.object({ text: z.string().min(1).max(2_000), person });
const tradeBody = z
  .object({ outTradeNo: z.string().optional(), codeUrl: z.string().optional(), person })
  .refine(({ outTradeNo, codeUrl }) => (outTradeNo === undefined) !== (codeUrl === undefined), {
    message: 'give either outTradeNo or codeUrl',
  });
const confirmBody = z.object({ person });
const declineLoginBody = z.object({ redirect: z.boolean().default(true) });
const wireQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(WIRE_LOG_LIMIT).default(WIRE_LOG_LIMIT),
});
const uuidParams = z.object({ uuid: z.string() });
const tradeParams = z.object({ outTradeNo: z.string() });

/** What the phone page, tests and tools may do to this WeChat. JSON in and out; described in docs/sandbox.md. */
export function controlRoutes(scope: FastifyInstance, deps: ControlDeps): void {
  const { trades, refunds, login, notifier, people, wire } = deps;

  scope.setErrorHandler((thrown, request, reply) => {
    const error = asPhoneError(thrown);
    if (error.status === 500) request.log.error(thrown);
    const { code, message, details } = error;
    return reply
      .code(error.status)
      .send({ error: { code, message, ...(details !== undefined && { details }) } });
  });
  scope.setNotFoundHandler(() => {
    throw new PhoneError('not_found', 'There is no such operation. See docs/sandbox.md for the list.');
  });

  scope.get('/people', () => ({ people }));
  scope.get('/codes', (): PendingCodes => ({
    trades: trades.waiting().map((trade) => toTradeView(trade)),
    logins: login.logins.waiting().map(toLoginView),
  }));
  scope.get('/trades', () => ({
    trades: trades
      .all()
      .slice(0, TRADE_LIST_LIMIT)
      .map((trade) => toTradeView(trade, deps.program.fundsOf(trade))),
  }));
  scope.get('/trades/:outTradeNo', (request) => {
    const { outTradeNo } = tradeParams.parse(request.params);
    const trade = findTrade({ outTradeNo });
    const notifications = notifier.all().filter((news) => news.outTradeNo === outTradeNo);
    return {
      trade: toTradeView(trade, deps.program.fundsOf(trade)),
      refunds: refunds.ofTrade(outTradeNo).map(toRefundView),
      notifications: notifications.map(toNotificationView),
    };
  });
  scope.get('/notifications', () => ({
    notifications: notifier.all().slice(0, TRADE_LIST_LIMIT).map(toNotificationView),
  }));
  scope.get('/wire', (request) => {
    const { after, limit } = wireQuery.parse(request.query);
    return { entries: wire.read(after, limit) };
  });
  scope.get('/events', (request, reply) => deps.liveEvents(request, reply));

  scope.post('/scan', (request): ScanView => {
    const { text, person: id } = scanBody.parse(request.body);
    const scanned = scanCode(deps, text, personNamed(id));
    return scanned.kind === 'pay'
      ? { kind: scanned.kind, trade: toTradeView(scanned.trade) }
      : { kind: scanned.kind, login: toLoginView(scanned.login) };
  });
  scope.post('/pay', (request) => {
    const body = tradeBody.parse(request.body);
    return { trade: toTradeView(payTrade(deps, findTrade(body), personNamed(body.person))) };
  });
  scope.post('/decline', (request) => ({
    trade: toTradeView(declineTrade(deps, findTrade(tradeBody.parse(request.body)))),
  }));

  scope.post('/auth-codes', (request): AuthCodeView => {
    const { authCode, expiresAt } = deps.authCodes.show(
      personNamed(confirmBody.parse(request.body ?? {}).person).id,
    );
    return { authCode, expiresAt: new Date(expiresAt).toISOString() };
  });

  scope.post('/logins/:uuid/confirm', (request) => {
    const { person: id } = confirmBody.parse(request.body ?? {});
    return {
      login: toLoginView(confirmLogin(login, uuidParams.parse(request.params).uuid, personNamed(id).id)),
    };
  });
  scope.post('/logins/:uuid/decline', (request) => {
    const { redirect } = declineLoginBody.parse(request.body ?? {});
    return { login: toLoginView(declineLogin(login, uuidParams.parse(request.params).uuid, { redirect })) };
  });

  faultRoutes(scope, deps);
  ledgerRoutes(scope, deps);
  worldRoutes(scope, deps);
  jsapiRoutes(scope, deps);
  const readPerson = (body: unknown) => personNamed(confirmBody.parse(body).person);
  messageControlRoutes(scope, deps, readPerson);
  miniControlRoutes(scope, deps, readPerson);

  function personNamed(id: string): SandboxPerson {
    const found = people.find((candidate) => candidate.id === id);
    if (found) return found;
    const ids = people.map((candidate) => candidate.id).join(', ');
    throw new PhoneError('person_unknown', `Nobody here is called "${id}". There are: ${ids}.`);
  }

  function findTrade({
    outTradeNo,
    codeUrl,
  }: {
    outTradeNo?: string | undefined;
    codeUrl?: string | undefined;
  }): Trade {
    const trade = codeUrl === undefined ? trades.get(outTradeNo ?? '') : trades.findByCode(codeUrl);
    if (trade) return trade;
    throw codeUrl === undefined
      ? new PhoneError('trade_unknown', `There is no trade "${outTradeNo ?? ''}". Place the order first.`)
      : new PhoneError('code_dead', 'This pay code is no longer valid. Ask the shop to show a new one.');
  }
}

function asPhoneError(thrown: unknown): PhoneError {
  if (thrown instanceof PhoneError) return thrown;
  if (thrown instanceof z.ZodError) {
    return new PhoneError(
      'invalid_request',
      `The request is not as it should be: ${z.prettifyError(thrown)}`,
    );
  }
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : undefined;
  return typeof status === 'number' && status < 500
    ? new PhoneError(
        'invalid_request',
        thrown instanceof Error ? thrown.message : 'The request cannot be read.',
      )
    : new PhoneError('internal_error', 'The sandbox failed. Its log says why.');
}
