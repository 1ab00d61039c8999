/**
 * The payer's hot paths: starting a payment by JSON, and the pulse that pages poll. The right is the browser's pass (cookie) or a link's
 * token (bearer); a pass is only taken from our own pages, because a browser sends cookies whoever asks it to.
 */
import { z } from 'zod';
import { auditRefusal } from '@/lib/audit';
import { pay, passCookieName, paymentPulse, resolvePayer } from '@/lib/checkout';
import { payInput, paymentIdSchema } from '@/lib/checkout/model';
import { cookiesOf } from '@/lib/identity';
import { err, type Failure } from '@/lib/kernel/result';
import { makeCtx, type Ctx } from '@/lib/platform/ctx';
import { env } from '@/lib/platform/env';
import { errorText } from '@/lib/platform/log';
import { jsonAnswer, jsonBody, type HotAnswer, type HotEndpoint, type HotRequest } from './hot-endpoints';
import { problemAnswer } from './problem-answer';

const BODY_MAX = 32 * 1024;
const TOKEN_MAX = 300;
const DEVICE_MAX = 200;

interface Caller {
  readonly ctx: Ctx;
  readonly by: 'pass' | 'token';
}

async function callerOf({ headers, ip }: HotRequest): Promise<Caller | null> {
  const bearer = /^Bearer ([\x21-\x7e]+)$/i.exec(headers.authorization ?? '')?.[1];
  const token = bearer ?? cookiesOf(headers.cookie ?? null)(passCookieName());
  if (!token || token.length > TOKEN_MAX) return null;
  const scope = await resolvePayer(token);
  const device = (headers['user-agent'] ?? '').slice(0, DEVICE_MAX);
  return (
    scope && {
      by: bearer ? 'token' : 'pass',
      ctx: makeCtx({ kind: 'payer', payerId: scope.payerId }, scope.institutionId, { origin: { ip, device } }),
    }
  );
}

const ownOrigin = (request: HotRequest): boolean => request.headers.origin === new URL(env().publicUrl).origin;

async function intake(request: HotRequest): Promise<HotAnswer> {
  const refuse = (failure: Failure, reference = '-') => problemAnswer(request, failure, reference);
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return refuse({ code: 'edge.invalid-input' });
  const caller = await callerOf(request);
  if (!caller) return refuse({ code: 'checkout.signed-out' });
  if (caller.by === 'pass' && !ownOrigin(request)) return refuse({ code: 'checkout.foreign-origin' });
  const parsed = payInput.safeParse(jsonBody(request));
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.slice(0, 20).map((issue) => [issue.path.join('.'), 'edge.field-wrong']));
    return refuse({ code: 'edge.invalid-input', fields }, caller.ctx.requestId);
  }
  const result = await pay(caller.ctx, parsed.data).catch((error: unknown) => {
    caller.ctx.log.error('checkout.unexpected', { error: errorText(error) });
    return err('edge.unexpected');
  });
  if (result.ok) return jsonAnswer(result.value.resumed ? 200 : 201, result.value);
  await auditRefusal(caller.ctx, { action: 'payment.start' }, result.error);
  return refuse(result.error, caller.ctx.requestId);
}

const pulseInput = z.object({ payment: paymentIdSchema });

async function pulse(request: HotRequest): Promise<HotAnswer> {
  const caller = await callerOf(request);
  if (!caller) return problemAnswer(request, { code: 'checkout.signed-out' }, '-');
  const parsed = pulseInput.safeParse({ payment: new URLSearchParams(request.target.split('?')[1]).get('payment') });
  const found = parsed.success ? await paymentPulse(caller.ctx, parsed.data.payment) : null;
  return found ? jsonAnswer(200, found) : problemAnswer(request, { code: 'edge.not-found' }, caller.ctx.requestId);
}

export const checkoutEndpoints: readonly HotEndpoint[] = [
  { method: 'POST', pattern: '/api/pay/intake', bodyMax: BODY_MAX, handle: intake },
  { method: 'GET', pattern: '/api/feeds/pay-status', handle: pulse },
];
