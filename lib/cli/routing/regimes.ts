/** Many generated traces, replayed one after another, against the goals of the router (R8). */
import { generateTrace, regimeOf, REGIMES, type GenerateOptions } from './generate';
import type { ReplayResult } from './figures';
import { replay } from './replay';
import { readTrace } from './trace';

export const TECHNICAL_MAX = 0.001;
export const ORACLE_FACTOR = 1.25;

export async function replaySeed(options: GenerateOptions): Promise<ReplayResult> {
  return replay(await readTrace(chunksOf(generateTrace(options))), { seed: options.seed });
}

/** An async source of lines, as a file would be. */
async function* chunksOf(lines: Iterable<string>): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(`${line}\n`);
}

export async function runRegimes(count: number, sizes: Omit<GenerateOptions, 'seed'>) {
  const sum = { payments: 0, technicalFailures: 0, declined: 0, unknown: 0, chargedTwice: 0, firstTrySuccess: 0, oracleFailures: 0, deaths: 0, notDrained: 0 };
  const byRegime = Object.fromEntries(REGIMES.map((r) => [r, { regimes: 0, payments: 0, technicalFailures: 0, unknown: 0, oracleFailures: 0 }]));
  let meanFailure = 0;
  let quick = 0;
  let slowestP99Us = 0;
  for (let seed = 1; seed <= count; seed++) {
    const result = await replaySeed({ ...sizes, seed });
    const regime = byRegime[regimeOf(seed)]!;
    regime.regimes++;
    for (const name of ['payments', 'technicalFailures', 'unknown', 'oracleFailures'] as const) regime[name] += result[name];
    for (const name of ['payments', 'technicalFailures', 'declined', 'unknown', 'chargedTwice', 'firstTrySuccess', 'oracleFailures'] as const) sum[name] += result[name];
    sum.deaths += result.drains.deaths;
    sum.notDrained += result.drains.deaths - result.drains.drained;
    meanFailure += result.meanChannelFailure / count;
    quick += result.redirectWithin2s / count;
    slowestP99Us = Math.max(slowestP99Us, result.p99DecisionUs);
  }
  const technicalFailureRate = sum.technicalFailures / sum.payments;
  const goals = {
    technicalFailures: technicalFailureRate <= TECHNICAL_MAX, oracle: sum.technicalFailures <= ORACLE_FACTOR * sum.oracleFailures || sum.technicalFailures === 0,
    chargedTwice: sum.chargedTwice === 0, drained: sum.notDrained === 0,
  };
  return {
    regimes: count, ...sum, technicalFailureRate, technicalOrUnknownRate: (sum.technicalFailures + sum.unknown) / sum.payments,
    meanChannelFailure: Math.round(meanFailure * 1e5) / 1e5, redirectWithin2s: Math.round(quick * 1e5) / 1e5, slowestP99DecisionUs: slowestP99Us, byRegime, goals,
    ok: Object.values(goals).every(Boolean),
  };
}
