/** The background process: jobs, outbox, inquiries, forgotten callbacks, probes. Any number of them may run against one database. */
import { EventEmitter } from 'node:events';
import { Logger, run, type WorkerEvents } from 'graphile-worker';
import { closeConnections, connections } from '@/lib/platform/db';
import { createLog, errorText } from '@/lib/platform/log';
import { startRounds } from './rounds';
import { taskList } from './tasks';
import { beat, HEARTBEAT_MS, leave, reapSilent } from './presence';
import { startLoop } from './loop';

const CONCURRENCY = 4;
const log = createLog({ process: 'worker' });

async function main(): Promise<void> {
  const alive = new Set<string>();
  const events = new EventEmitter() as WorkerEvents;
  events.on('worker:create', ({ worker }) => alive.add(worker.workerId));
  events.on('worker:release', ({ worker }) => alive.delete(worker.workerId));
  const runner = await run({
    pgPool: connections().pool, taskList, concurrency: CONCURRENCY, noHandleSignals: true, pollInterval: 1_000, events,
    logger: new Logger(() => (level, message) => { if (level === 'error' || level === 'warning') log.warn('jobs', { message: message.slice(0, 300) }); }),
  });
  await beat([...alive], 'jobs');
  const heartbeat = startLoop('heartbeat', HEARTBEAT_MS, log, async () => {
    await beat([...alive], 'jobs');
    const gone = await reapSilent();
    if (gone.length > 0) log.warn('worker.reaped', { workers: gone.join(' ') });
  });
  const rounds = startRounds(log);
  log.info('worker.ready');

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info('worker.stopping', { signal });
    await Promise.all([rounds.stop(), heartbeat.stop(), runner.stop()]);
    await leave([...alive]);
    await closeConnections();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  await runner.promise;
  if (!stopping) throw new Error('the job runner ended by itself');
}

main().catch((error: unknown) => {
  log.error('worker.died', { error: errorText(error) });
  process.exit(1);
});
