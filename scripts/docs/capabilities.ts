/** What each channel can do, and how certain we are of it. */
import { CAPABILITIES, type Capabilities } from '@/lib/channels/model';
import { money, toDecimal, type Currency } from '@/lib/kernel/money';
import { code, table } from './markdown';

export function capabilitySections(): Record<string, string> {
  const all = Object.values(CAPABILITIES);
  return { capabilities: comparison(all), 'capability-sources': all.map(sources).join('\n\n') };
}

const amount = (minor: bigint, currency: Currency): string => toDecimal(money(minor, currency));
const minutes = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`);

function comparison(all: readonly Capabilities[]): string {
  const row = (label: string, of: (c: Capabilities) => string): string[] => [label, ...all.map(of)];
  return table(['', ...all.map(({ name }) => `${name.zh} ${name.en}`)], [
    row('code', (c) => code(c.channel)),
    row('payment method', (c) => c.method),
    row('payer is given', (c) => ({ qr: 'a QR code', redirect: 'a redirect', form: 'a form to post' })[c.create]),
    row('creating an order calls the bank', (c) => (c.createCallsBank ? 'yes' : 'no: the order exists there once the payer arrives')),
    row('currencies', (c) => c.currencies.join(', ')),
    row('amount from, to', (c) => `${amount(c.minMinor, c.currencies[0]!)} – ${amount(c.maxMinor, c.currencies[0]!)}`),
    row('order number', (c) => `${c.orderNo.minLength}–${c.orderNo.maxLength} ${c.orderNo.alphabet}`),
    row('an order lives', (c) => minutes(c.orderLifetimeMs)),
    row('close', (c) => (c.close === 'supported' ? 'supported' : 'it can only expire')),
    row('“not found” is “not yet” for', (c) => minutes(c.notFoundGraceMs)),
    row('asked after', (c) => c.queryScheduleMs.map((ms) => `${ms / 1000} s`).join(', ')),
    row('refund within', (c) => `${c.refund.windowDays} days`),
    row('refund in parts', (c) => (c.refund.partial ? `yes, ${c.refund.maxCount === null ? 'any number' : `at most ${c.refund.maxCount}`}` : 'no')),
    row('between two refunds', (c) => (c.refund.minIntervalMs === 0 ? 'no pause' : minutes(c.refund.minIntervalMs))),
    row('refund answer', (c) => (c.refund.asynchronous ? 'later' : 'at once')),
    row('order unclear', (c) => ((c.createOnUnknown ?? 'same-number') === 'same-number' ? 'repeat with the same number' : 'a new number')),
    row('refund unclear', (c) => (c.refund.onUnknown === 'same-number' ? 'repeat with the same number' : 'ask first: a repeat would pay twice')),
    row('statement', (c) => `${code(c.statement.readerId)}, from ${c.statement.earliestHour}:00 the next day, cut at ${c.statement.cutOff} ${c.statement.timeZone}`),
    row('fee for routing', (c) => `${c.feeBps} bp`),
  ]);
}

const sources = ({ name, sources: facts }: Capabilities): string =>
  [`### ${name.zh} ${name.en}`, table(['fact', 'certainty', 'source'], facts.map(({ fact, certainty, source }) => [fact, certainty, source]))].join('\n\n');
