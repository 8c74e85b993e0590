import { z } from 'zod';
import { fromWeChatTime } from '../platform/china-time.ts';
import { PayError } from './pay-errors.ts';

const text = (longest: number) => z.string().min(1).max(longest);

/** Source: WeChat Pay, "Native下单", 2025-03-31. Fields that the sandbox has no use for are checked and kept. */
export const orderRequestSchema = z.object({
  appid: text(32),
  mchid: text(32),
  description: text(127),
  out_trade_no: z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/),
  time_expire: z
    .string()
    .refine((value) => fromWeChatTime(value) !== undefined, 'expected yyyy-MM-ddTHH:mm:ss+08:00')
    .optional(),
  attach: text(128).optional(),
  notify_url: text(255).refine(isNotifyUrl, 'expected an https address without a query'),
  goods_tag: text(32).optional(),
  support_fapiao: z.boolean().optional(),
  limit_pay: z.array(text(32)).optional(),
  amount: z.object({ total: z.number().int().min(1), currency: z.literal('CNY').optional() }),
  detail: z.record(z.string(), z.unknown()).optional(),
  scene_info: z
    .object({
      payer_client_ip: text(45),
      device_id: text(32).optional(),
      store_info: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  settle_info: z.object({ profit_sharing: z.boolean().optional() }).optional(),
});

export type OrderRequest = z.infer<typeof orderRequestSchema>;

/** Source: WeChat Pay, "JSAPI下单". */
export const jsapiOrderRequestSchema = orderRequestSchema.extend({ payer: z.object({ openid: text(128) }) });

export type JsapiOrderRequest = z.infer<typeof jsapiOrderRequestSchema>;

/** Source: WeChat Pay, "付款码支付". */
export const codePayRequestSchema = orderRequestSchema
  .pick({ appid: true, mchid: true, description: true, out_trade_no: true, attach: true, goods_tag: true })
  .extend({
    payer: z.object({ auth_code: z.string().regex(/^1[0-5]\d{16}$/) }),
    amount: z.object({ total: z.number().int().min(1), currency: z.literal('CNY').optional() }),
    scene_info: z.object({
      device_id: text(32).optional(),
      device_ip: text(45).optional(),
      store_info: z
        .object({ id: text(32).optional(), out_id: text(32).optional() })
        .refine(({ id, out_id: outId }) => id !== undefined || outId !== undefined, 'give id or out_id'),
    }),
  });

export type CodePayRequest = z.infer<typeof codePayRequestSchema>;

export const reverseRequestSchema = z.object({ appid: text(32), mchid: text(32) });
export const closeRequestSchema = z.object({ mchid: text(32) });

/** Reads a JSON body by its schema. @throws PARAM_ERROR naming the first field that is wrong, as WeChat Pay does. */
export function readBody<Body>(raw: string, schema: z.ZodType<Body>): Body {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    throw new PayError('PARAM_ERROR', '请求体不是合法的JSON', { location: 'body', issue: 'not valid JSON' });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const field = `/${path.join('/')}`;
  throw new PayError('PARAM_ERROR', `输入源“/body${field}”校验失败：${issue?.message ?? ''}`, {
    field,
    value: valueAt(value, path),
    issue: issue?.message ?? 'invalid',
    location: 'body',
  });
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  let found = value;
  for (const key of path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  return found ?? null;
}

/**
 * WeChat Pay calls https addresses without a query only. The sandbox also calls plain http on this machine and
 * on names without a dot (a container's), where development servers live.
 */
export function isNotifyUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  if (url.search !== '' || value.includes('?')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isNearby(url.hostname));
}

function isNearby(hostname: string): boolean {
  return hostname === '[::1]' || hostname.startsWith('127.') || !hostname.includes('.');
}
