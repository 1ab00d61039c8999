/** The list's address, read into a filter; whatever it does not know is left out rather than refused. */
import { CHANNELS, METHODS, type ChannelCode, type Method } from '@/lib/channels/model';
import { isBusinessDate, type BusinessDate } from '@/lib/kernel/time';
import { paymentMachine, type PaymentState } from '@/lib/payments/model';

export interface ShownFilter {
  readonly status?: PaymentState;
  readonly channel?: ChannelCode;
  readonly method?: Method;
  readonly q?: string;
  readonly day?: BusinessDate;
  readonly cursor?: string;
}

type Asked = Readonly<Record<string, string | string[] | undefined>>;

const oneOf = <T extends string>(all: readonly T[], text: unknown): T | undefined => all.find((one) => one === text);
const short = (text: unknown, max: number): string | undefined => (typeof text === 'string' && text.trim() ? text.trim().slice(0, max) : undefined);

export function readFilter(asked: Asked): ShownFilter {
  const day = short(asked.day, 10);
  const status = oneOf(paymentMachine.states, asked.status);
  const channel = oneOf(CHANNELS, asked.channel);
  const method = oneOf(METHODS, asked.method);
  const q = short(asked.q, 64);
  const cursor = short(asked.cursor, 100);
  return {
    ...(status && { status }), ...(channel && { channel }), ...(method && { method }), ...(q && { q }), ...(day && isBusinessDate(day) && { day }),
    ...(cursor && { cursor }),
  };
}

/** As the query wants it. */
export const queryOf = ({ status, channel, method, q, day, cursor }: ShownFilter, timeZone: string) => ({
  ...(status && { status }), ...(channel && { channel }), ...(method && { method }), ...(q && { search: q }), ...(day && { from: day, to: day }), timeZone,
  cursor: cursor ?? null,
});

/** Address with one filter switched over; the cursor belongs to the filter before, so it goes. */
export function toggled(filter: ShownFilter, name: keyof ShownFilter, value: string): string {
  const params = new URLSearchParams();
  for (const [key, held] of Object.entries(filter)) if (key !== 'cursor' && key !== name) params.set(key, held);
  if (filter[name] !== value) params.set(name, value);
  return params.size > 0 ? `/payments?${params.toString()}` : '/payments';
}

export const isFiltered = ({ cursor: _, ...rest }: ShownFilter): boolean => Object.keys(rest).length > 0;
