import { consoleCtx } from '@/lib/edge';
import { packResponse } from '../_components/pack-response';

/** `?from=2026-11-01&until=2026-11-30`: the evidence pack of these days. */
export async function GET(request: Request): Promise<Response> {
  return packResponse(await consoleCtx('audit.read'), new URL(request.url).searchParams);
}
