/**
 * A routing trace: JSON lines, read as a stream. Whatever is not a line of a trace is refused with its line number; what is merely missing has a
 * default that is written down here; lines out of order are put in order of time, channels before payments of the same moment.
 */
import { createReadStream } from 'node:fs';
import { z } from 'zod';

export const DEFAULTS = { successRate: 0.99, timeoutRate: 0.002, latencyMs: [300, 900] as const, downTimeoutRate: 0.5, method: 'bank' };

const LINE_CHARS_MAX = 20_000;
const LINES_MAX = 5_000_000;
const CHANNELS_MAX = 1_000;
const DAYS_MAX = 3_660;

const time = z.number().min(0).max(8.64e15).transform(Math.round);
const rate = z.number().min(0).max(1);
const name = z.string().trim().min(1).max(64);

const channelLine = z.object({
  t: time, type: z.literal('channel'), channel: name,
  state: z.enum(['up', 'down', 'maintenance']).optional(),
  successRate: rate.optional(),
  timeoutRate: rate.optional(),
  latencyMs: z.tuple([z.number().min(0).max(600_000), z.number().min(0).max(600_000)]).optional(),
  /** Not in every trace: what the channel serves, and where. */
  method: name.optional(), regions: z.array(name).max(100).optional(),
});
const paymentLine = z.object({
  t: time, type: z.literal('payment'), id: z.union([z.string().min(1).max(128), z.number().int()]).transform(String),
  amountMinor: z.union([z.string().regex(/^[1-9]\d{0,17}$/, 'must be whole minor units above nothing, such as "128000"'), z.number().int().positive().max(1e15)])
    .transform((amount) => BigInt(amount)),
  region: name.nullish(), method: name.nullish(),
  /** Not in every trace: why the payer cannot pay anywhere. */
  payer: z.enum(['insufficient-balance', 'bank-limit', 'card-details', 'payer-cancelled']).nullish(),
});
const lineSchema = z.discriminatedUnion('type', [channelLine, paymentLine]);
export type ChannelLine = z.output<typeof channelLine>;
export type PaymentLine = z.output<typeof paymentLine>;

export interface Trace {
  readonly channels: readonly ChannelLine[];
  readonly payments: readonly PaymentLine[];
  /** Lines that named an id again: the same payment, clicked twice. */
  readonly repeated: number;
  readonly outOfOrder: number;
}

export class TraceRefused extends Error {}

/** `-` reads standard input. Throws `TraceRefused` with a sentence for a person. */
export function readTraceFile(file: string): Promise<Trace> {
  return readTrace(file === '-' ? process.stdin : createReadStream(file));
}

export async function readTrace(bytes: AsyncIterable<Uint8Array | string>): Promise<Trace> {
  const gathered = new Gathered();
  let number = 0;
  for await (const line of linesOf(bytes)) {
    number++;
    if (number > LINES_MAX) throw new TraceRefused(`more than ${LINES_MAX} lines`);
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() !== '') gathered.add(parseLine(text, number), number);
  }
  return gathered.trace();
}

function parseLine(text: string, number: number): ChannelLine | PaymentLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TraceRefused(`line ${number} is not JSON: ${text.slice(0, 60)}`);
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.join('.');
  const what = where === 'type' ? 'must be "channel" or "payment"' : issue.message;
  throw new TraceRefused(`line ${number}: ${where === '' ? 'the line' : `"${where}"`} ${lowerFirst(what)}`);
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Lines of a stream of any chunk sizes; an endless line is refused before it fills the memory. */
async function* linesOf(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of bytes) {
    const parts = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))).split('\n');
    rest = parts.pop()!;
    if (rest.length > LINE_CHARS_MAX) throw new TraceRefused(`a line is longer than ${LINE_CHARS_MAX} characters: this is not a trace`);
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

class Gathered {
  private readonly channels: ChannelLine[] = [];
  private readonly payments: PaymentLine[] = [];
  private readonly ids = new Set<string>();
  private readonly names = new Set<string>();
  private repeated = 0;
  private outOfOrder = 0;
  private last = 0;
  private first = Number.POSITIVE_INFINITY;

  add(line: ChannelLine | PaymentLine, number: number): void {
    if (line.t < this.last) this.outOfOrder++;
    this.last = Math.max(this.last, line.t);
    this.first = Math.min(this.first, line.t);
    if (this.last - this.first > DAYS_MAX * 86_400_000) throw new TraceRefused(`line ${number}: "t" is more than ${DAYS_MAX} days from the others`);
    if (line.type === 'channel') {
      this.names.add(line.channel);
      if (this.names.size > CHANNELS_MAX) throw new TraceRefused(`line ${number}: more than ${CHANNELS_MAX} channels`);
      this.channels.push(line);
    } else if (this.ids.has(line.id)) this.repeated++;
    else {
      this.ids.add(line.id);
      this.payments.push(line);
    }
  }

  trace(): Trace {
    const byTime = (a: { t: number }, b: { t: number }) => a.t - b.t;
    return { channels: this.channels.sort(byTime), payments: this.payments.sort(byTime), repeated: this.repeated, outOfOrder: this.outOfOrder };
  }
}
