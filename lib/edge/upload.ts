/**
 * A file sent to be worked through, with the answer told as it goes: one JSON object a line, `{progress}` as often as the work says so, `{result}`
 * last. A Server Action could not say how far it is. Only from our own pages: the cookie is SameSite=Lax, and the origin is looked at besides.
 */
import { cookiesOf, originOf, sessionCtx, sessionOf } from '@/lib/identity';
import { err, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { failureView } from './failure-view';
import { problem } from './feed';
import { guarded } from './guarded';

export interface Upload<P> {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** False = dry run. */
  readonly apply: boolean;
  readonly onProgress: (progress: P) => void;
}

/** `POST` a form with `file` and `apply`; `work` gets the bytes and a way to tell how far it is. */
export function consoleUpload<T, P>(action: string, work: (ctx: Ctx, upload: Upload<P>) => Promise<Result<T>>) {
  return async (request: Request): Promise<Response> => {
    const session = await sessionOf(cookiesOf(request.headers.get('cookie')));
    if (!session) return problem(err('identity.signed-out'), '-');
    const ctx = sessionCtx(session, originOf((name) => request.headers.get(name)));
    if (!fromHere(request)) return problem(err('edge.invalid-input'), ctx.requestId);
    const form = await request.formData().catch(() => null);
    const file = form?.get('file');
    if (!(file instanceof File)) return problem(err('edge.invalid-input'), ctx.requestId);
    const upload = { bytes: new Uint8Array(await file.arrayBuffer()), fileName: file.name.slice(0, 200), apply: form?.get('apply') === 'true' };
    return new Response(told(ctx, action, (onProgress: (p: P) => void) => work(ctx, { ...upload, onProgress })), {
      headers: { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-accel-buffering': 'no' },
    });
  };
}

function fromHere(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
}

function told<T, P>(ctx: Ctx, action: string, work: (onProgress: (p: P) => void) => Promise<Result<T>>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // A browser that goes away does not stop the work: what was begun is finished, and the same file again changes nothing.
  let gone = false;
  return new ReadableStream({
    async start(stream) {
      const tell = (line: unknown) => void (gone || stream.enqueue(encoder.encode(`${JSON.stringify(line)}\n`)));
      const result = await guarded(ctx, { action }, () => work((progress) => tell({ progress })), () => undefined);
      tell({ result: result.ok ? result : { ok: false, error: await failureView(result.error, ctx.requestId) } });
      if (!gone) stream.close();
    },
    cancel() {
      gone = true;
    },
  });
}
