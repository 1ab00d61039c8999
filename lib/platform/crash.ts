/** Named points where a test may kill the process, to prove that nothing acknowledged is lost. Nothing happens unless CRASH_AT names one. */
import { env } from './env';

const hits = new Map<string, number>();

/** `CRASH_AT=name` dies at the first pass, `name:3` at the third. */
export function crashPoint(name: string): void {
  const wanted = env().CRASH_AT;
  if (!wanted || env().BAFANG_ENV === 'production') return;
  const [point, nth = '1'] = wanted.split(':');
  if (point !== name) return;
  const count = (hits.get(name) ?? 0) + 1;
  hits.set(name, count);
  if (count === Number(nth)) process.kill(process.pid, 'SIGKILL');
}
