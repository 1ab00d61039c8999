/** A client as plain as can be: cookies, JSON, bounded patience. It knows the product only through HTTP. */
import { z } from 'zod';

const TIMEOUT_MS = 30_000;

export class TourFailure extends Error {}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export async function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body), redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, body: await readBody(response) };
}

export async function getJson(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { status: response.status, body: await readBody(response) };
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try { return JSON.parse(text); } catch { return text.slice(0, 500); }
}

/** The answer's body, in the shape asked for; anything else ends the tour with what was said. */
export function expectBody<S extends z.ZodType>(what: string, answer: Answer, schema: S): z.output<S> {
  const parsed = answer.status < 300 ? schema.safeParse(answer.body) : null;
  if (parsed?.success) return parsed.data;
  const why = parsed ? parsed.error.issues.slice(0, 3).map((i) => `${i.path.join('.')}: ${i.message}`).join('; ') : JSON.stringify(answer.body)?.slice(0, 300);
  throw new TourFailure(`${what}: answered ${answer.status}: ${why}`);
}

/** A person signed in to the console, as a program. */
export class ConsoleClient {
  private constructor(private readonly origin: string, private readonly cookie: string) {}

  static async signIn(origin: string, person: { email: string; password: string }): Promise<ConsoleClient> {
    const jar = new Map<string, string>();
    const keep = (response: Response) => {
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const at = pair.indexOf('=');
        jar.set(pair.slice(0, at), pair.slice(at + 1));
      }
    };
    const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const csrf = await fetch(`${origin}/api/auth/csrf`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    keep(csrf);
    const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
    const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
      method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies() }, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS),
      body: new URLSearchParams({ csrfToken, email: person.email, password: person.password, json: 'true' }),
    });
    keep(answer);
    if (answer.status >= 400) throw new TourFailure(`sign-in of ${person.email} answered ${answer.status}`);
    return new ConsoleClient(origin, cookies());
  }

  call(operation: string, input: unknown): Promise<Answer> {
    return postJson(`${this.origin}/api/v1/${operation}`, input, { cookie: this.cookie, 'x-bafang-request': 'tour' });
  }

  async ask<S extends z.ZodType>(operation: string, input: unknown, schema: S): Promise<z.output<S>> {
    return expectBody(operation, await this.call(operation, input), schema);
  }
}

/** Looks again until `look` answers something, at most `withinMs`. */
export async function until<T>(what: string, withinMs: number, look: () => Promise<T | null>): Promise<T> {
  for (const end = performance.now() + withinMs; ;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (performance.now() > end) throw new TourFailure(`${what}: not within ${withinMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
