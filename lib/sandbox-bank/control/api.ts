/** The machine API under /_sandbox, for tests, the tour, benchmarks and the panel: bound, validated, never part of a bank's wire. */
import { isBusinessDate } from '@/lib/kernel/time';
import type { z } from 'zod';
import type { Bank } from '../bank/bank';
import { bankDateTime } from '../bank/clock';
import { answer, json, type Incoming, type Reply } from '../bank/http';
import { failOrder, payOrder, type Outcome } from '../bank/ledger';
import { onboard } from '../bank/onboarding';
import { statementDay } from '../bank/statement-lines';
import { storePlan } from '../bank/statement-plan';
import { statementOf } from '../bank/statements';
import { CHANNELS, isChannel, type Channel, type Delivery } from '../bank/types';
import { FAULTS, isFault, MISBEHAVIOURS } from '../faults';
import { callbackFigures, CopiesSchema, copyOrder, payMany, PayManySchema } from './many';
import { reset } from './reset';
import * as S from './schemas';
import { deliveryJson, orderJson, orderTruth, refundJson } from './views';

const refuse = (status: number, code: string, details?: unknown): Reply =>
  json(status, { ok: false, code, ...(details !== undefined && { details }) });

class Refused extends Error {
  constructor(readonly reply: Reply) {
    super('refused');
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Refused(refuse(400, 'sandbox.invalid', parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).slice(0, 10)));
}

function bodyOf<T>(schema: z.ZodType<T>, request: Incoming): T {
  const text = request.body.toString('utf8');
  let value: unknown;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    throw new Refused(refuse(400, 'sandbox.not-json'));
  }
  return parse(schema, value);
}

const queryOf = <T>(schema: z.ZodType<T>, request: Incoming): T => parse(schema, Object.fromEntries(request.query));

export async function machineApi(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  try {
    return await route(bank, request, path);
  } catch (failure) {
    if (failure instanceof Refused) return failure.reply;
    throw failure;
  }
}

async function route(bank: Bank, request: Incoming, path: string): Promise<Reply> {
  const [area = '', ...rest] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const at = `${request.method} ${area}`;
  if (at === 'GET health')
    return json(200, {
      ok: true,
      now: bankDateTime(bank.clock.now()),
      channels: CHANNELS,
      refundCallbacks: Object.fromEntries(
        CHANNELS.map((c) => [c, { done: bank.sims[c].refundNotifies, failed: bank.sims[c].refundFailureNotifies }]),
      ),
      seed: bank.options.seed,
      timeScale: bank.options.timeScale,
    });
  if (at === 'GET merchants') return json(200, { merchants: bank.merchants.all().map(merchantJson) });
  if (at === 'POST merchants') return onboardMerchant(bank, request);
  if (at === 'GET orders') return rest.length === 0 ? listOrders(bank, request) : oneOrder(bank, request, rest);
  if (at === 'POST orders') return actOnOrder(bank, request, rest);
  if (at === 'GET truth') return truth(bank, request);
  if (at === 'GET callback-figures') return json(200, callbackFigures(bank));
  if (at === 'GET callbacks') return listCallbacks(bank, request);
  if (area === 'statements') return statements(bank, request, rest);
  if (at === 'GET misbehaviours') return json(200, { misbehaviours: FAULTS.map((name) => ({ name, ...MISBEHAVIOURS[name] })) });
  if (area === 'rules') return rules(bank, request, rest);
  if (at === 'GET clock') return json(200, clockJson(bank));
  if (at === 'POST clock') return advance(bank, request);
  if (at === 'POST reset') {
    reset(bank, bodyOf(S.ResetSchema, request).merchants);
    return json(200, { ok: true });
  }
  return refuse(404, 'sandbox.no-such-route');
}

const merchantJson = (merchant: { channel: Channel; merchantNo: string; merchantName: string; notifyUrl: string }) => ({
  channel: merchant.channel,
  merchantNo: merchant.merchantNo,
  merchantName: merchant.merchantName,
  notifyUrl: merchant.notifyUrl,
});

async function onboardMerchant(bank: Bank, request: Incoming): Promise<Reply> {
  const { channel, ...input } = bodyOf(S.OnboardSchema, request);
  const merchant = await onboard(bank, channel, input);
  if (!merchant) return refuse(409, 'sandbox.merchant-number-taken');
  return json(200, {
    ok: true,
    ...merchantJson(merchant),
    config: merchant.config,
    secrets: merchant.secrets,
    baseUrl: `${request.origin}/${channel}`,
  });
}

function listOrders(bank: Bank, request: Incoming): Reply {
  const query = queryOf(S.OrdersQuerySchema, request);
  const orders = bank.orders.list(query);
  const last = orders[orders.length - 1];
  return json(200, {
    orders: orders.map((order) => orderJson(bank, order)),
    nextBefore: orders.length === query.limit && last ? last.id : null,
  });
}

function orderOf(bank: Bank, channel: string, orderNo: string, merchantNo: string | undefined) {
  const order = isChannel(channel) ? bank.orders.byNumber(channel, merchantNo ?? null, orderNo) : undefined;
  if (!order) throw new Refused(refuse(404, 'sandbox.order-not-found'));
  return order;
}

const oneOrder = (bank: Bank, request: Incoming, [channel = '', orderNo = '']: string[]): Reply =>
  json(200, { order: orderTruth(bank, orderOf(bank, channel, orderNo, request.query.get('merchantNo') ?? undefined)) });

async function actOnOrder(bank: Bank, request: Incoming, [channel = '', orderNo = '', action = '']: string[]): Promise<Reply> {
  if (orderNo === 'pay-many' && isChannel(channel)) return json(200, { ok: true, paid: payMany(bank, channel, bodyOf(PayManySchema, request).orderNos) });
  if (action === 'copies')
    return json(200, { ok: true, made: copyOrder(bank, orderOf(bank, channel, orderNo, undefined), bodyOf(CopiesSchema, request).copies) });
  const body = bodyOf(S.OrderActionSchema, request);
  const order = orderOf(bank, channel, orderNo, body.merchantNo);
  if (action === 'cancel') return json(200, { ok: true, order: orderJson(bank, order) });
  if (action !== 'pay' && action !== 'fail') return refuse(404, 'sandbox.no-such-action');
  const outcome: Outcome = action === 'pay' ? payOrder(bank, order) : failOrder(bank, order, body.code ?? 'insufficient-balance');
  if (!outcome.ok) return refuse(409, `sandbox.${outcome.code}`, { order: orderJson(bank, outcome.order) });
  if (body.waitForCallback) await outcome.callbacks;
  return json(200, { ok: true, order: orderJson(bank, outcome.order) });
}

function truth(bank: Bank, request: Incoming): Reply {
  const query = queryOf(S.TruthQuerySchema, request);
  if (query.orderNo !== undefined)
    return json(200, { order: orderTruth(bank, orderOf(bank, query.channel, query.orderNo, query.merchantNo)) });
  const refund = bank.orders.refundByNumber(query.channel, query.merchantNo ?? null, query.refundNo!);
  if (!refund) return refuse(404, 'sandbox.refund-not-found');
  return json(200, { refund: refundJson(refund, bank.orders.byId(refund.orderId)) });
}

function listCallbacks(bank: Bank, request: Incoming): Reply {
  const { limit, before, ...filter } = queryOf(S.CallbacksQuerySchema, request);
  const parts = Object.entries(filter).filter((part): part is [string, string] => part[1] !== undefined);
  const where = [...parts.map(([name]) => `${name} = ?`), ...(before === undefined ? [] : ['id < ?'])].join(' AND ');
  const values = [...parts.map(([, value]) => value), ...(before === undefined ? [] : [before])];
  const list = bank.db.all<Delivery>(`SELECT * FROM deliveries ${where && `WHERE ${where}`} ORDER BY id DESC LIMIT ?`, ...values, limit);
  const last = list[list.length - 1];
  return json(200, { callbacks: list.map((d) => deliveryJson(bank, d)), nextBefore: list.length === limit && last ? last.id : null });
}

/** POST plans the day's differences and answers the truth; GET downloads the file, or with `?part=truth` the truth alone. */
function statements(bank: Bank, request: Incoming, [channel = '', merchantNo = '', date = '']: string[]): Reply {
  const merchant = isChannel(channel) ? bank.merchants.byNo(channel, merchantNo) : undefined;
  if (!merchant) return refuse(404, 'sandbox.merchant-not-found');
  if (!isBusinessDate(date)) return refuse(400, 'sandbox.invalid', ['date']);
  if (request.method === 'POST') storePlan(bank, merchant, date, bodyOf(S.StatementPlanSchema, request));
  const made = statementOf(bank, merchant, date, false);
  if (made.kind === 'future') return refuse(409, 'sandbox.future-day');
  if (request.method === 'POST' || request.query.get('part') === 'truth') {
    const fileName = made.kind === 'file' ? made.file.fileName : null;
    return json(200, { ok: true, fileName, truth: made.kind === 'file' ? made.truth : statementDay(bank, merchant, date).truth });
  }
  if (made.kind !== 'file') return refuse(404, 'sandbox.empty-day');
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(made.file.fileName)}`;
  return answer(200, made.file.bytes, { 'content-type': made.file.contentType, 'content-disposition': disposition });
}

function rules(bank: Bank, request: Incoming, [id = '', action = '']: string[]): Reply {
  if (request.method === 'GET') return json(200, { rules: bank.rules.list() });
  if (request.method === 'DELETE' && id === '') {
    const channel = request.query.get('channel');
    if (channel === null) bank.rules.clear();
    else for (const rule of bank.rules.list().filter((r) => r.channel === channel && r.orderNo === null)) bank.rules.remove(rule.id);
    return json(200, { ok: true });
  }
  if (request.method === 'DELETE') return bank.rules.remove(Number(id)) ? json(200, { ok: true }) : refuse(404, 'sandbox.no-such-rule');
  if (action === 'on' || action === 'off') {
    return bank.rules.setEnabled(Number(id), action === 'on') ? json(200, { ok: true }) : refuse(404, 'sandbox.no-such-rule');
  }
  const wanted = bodyOf(S.RuleSchema, request);
  const unknown = Object.keys(wanted.params).filter(
    (name) => isFault(wanted.fault) && !Object.hasOwn(MISBEHAVIOURS[wanted.fault].params, name) && name !== 'times',
  );
  if (unknown.length > 0)
    return refuse(
      400,
      'sandbox.invalid',
      unknown.map((name) => `params.${name}: not a parameter of ${wanted.fault}`),
    );
  if (bank.rules.list().length >= RULES_MAX) return refuse(409, 'sandbox.too-many-rules');
  return json(200, { ok: true, rule: bank.rules.add({ ...wanted, params: wanted.params as Record<string, number> }, bank.clock.now()) });
}
const RULES_MAX = 20_000;

const clockJson = (bank: Bank) => ({
  ok: true,
  now: bankDateTime(bank.clock.now()),
  nowMs: bank.clock.now(),
  offsetMs: bank.clock.offsetMs(),
  /** When the bank does something by itself next, and how many callbacks it is sending now. */
  nextAtMs: nextAt(bank),
  underWay: bank.deliveries.underWay(),
});

function nextAt(bank: Bank): number | null {
  const row = bank.db.one<{ at: number | null }>(
    "SELECT MIN(at) AS at FROM (SELECT MIN(nextAt) AS at FROM deliveries WHERE state = 'waiting' UNION ALL SELECT MIN(at) FROM chores)",
  );
  return row?.at ?? null;
}

function advance(bank: Bank, request: Incoming): Reply {
  const { advanceMs, wire } = bodyOf(S.ClockSchema, request);
  const offset = bank.clock.offsetMs() + advanceMs;
  if (wire) bank.clock.setWireOffsetMs(bank.clock.wireOffsetMs() + advanceMs);
  bank.db.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('clock-offset', ?)", String(offset));
  bank.clock.setOffsetMs(offset);
  bank.chores.pump();
  bank.deliveries.pump();
  return json(200, clockJson(bank));
}
