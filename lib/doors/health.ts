/** `GET /api/health`: whether this instance can take work, for load balancers and for `npm start`. Says nothing about anybody. */
import { connections } from '@/lib/platform/db';
import { jsonAnswer, type HotEndpoint } from './hot-endpoints';

interface Health {
  readonly status: 'ready' | 'not-ready';
  readonly database: 'up' | 'down';
  readonly worker: 'up' | 'down';
  readonly channels: Readonly<Record<string, string>>;
}

/** A worker writes its heartbeat every few seconds; one missed beat is not yet a death. */
const WORKER_SILENCE = '30 seconds';
const ANSWER_MS = 2_000;
/** Many may ask, the database is asked once a second. */
const FRESH_MS = 1_000;

let latest: { readonly until: number; readonly health: Promise<Health> } | undefined;

export const healthEndpoint: HotEndpoint = {
  method: 'GET',
  pattern: '/api/health',
  async handle() {
    const now = performance.now();
    if (!latest || latest.until < now) latest = { until: now + FRESH_MS, health: readHealth() };
    const health = await latest.health;
    return jsonAnswer(health.status === 'ready' ? 200 : 503, health);
  },
};

async function readHealth(): Promise<Health> {
  try {
    const query = {
      text: `SELECT EXISTS (SELECT FROM worker_process WHERE heartbeat_at > now() - interval '${WORKER_SILENCE}') AS worker,
        (SELECT coalesce(json_object_agg(channel, state), '{}') FROM channel_health_state) AS channels`,
      query_timeout: ANSWER_MS,
    };
    const { rows } = await connections().pool.query<{ worker: boolean; channels: Record<string, string> }>(query);
    const worker = rows[0]?.worker ? 'up' : 'down';
    return { status: worker === 'up' ? 'ready' : 'not-ready', database: 'up', worker, channels: rows[0]?.channels ?? {} };
  } catch {
    return { status: 'not-ready', database: 'down', worker: 'down', channels: {} };
  }
}
