/** The console's API as a program meets it: a session row, its cookie, the endpoint itself. */
import { encode } from 'next-auth/jwt';
import type { Door } from '@/lib/approvals/self-approval.fixtures';
import { hotEndpoints } from '@/lib/doors';
import { ABSOLUTE_MS, sessionCookieName, tokenSecret } from '@/lib/identity';
import { plusMs, toDate } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';

const endpoint = hotEndpoints.find((one) => one.pattern === '/api/v1/:operation');
if (!endpoint) throw new Error('the console has no API');

export const consoleDoor: Door = async (who, attempt) => {
  const { actor, clock, institutionId } = who.ctx;
  if (actor.kind !== 'user') return 'nobody';
  const now = clock.now();
  await withTx(who.ctx, (tx) => tx.user_session.createMany({
    data: [{
      id: actor.sessionId, user_id: actor.userId, institution_id: institutionId, created_at: toDate(now), last_seen_at: toDate(now), expires_at: toDate(plusMs(now, ABSOLUTE_MS)), ip: '', device: '',
    }],
    skipDuplicates: true,
  }));
  const cookie = `${sessionCookieName()}=${await encode({ token: { sid: actor.sessionId }, secret: tokenSecret(), maxAge: 600 })}`;
  const answer = await endpoint.handle({
    method: 'POST', target: '/api/v1/approvals.decide', headers: { cookie, 'x-bafang-request': '1' }, params: { operation: 'approvals.decide' }, ip: '', body: new TextEncoder().encode(JSON.stringify({ ...attempt, decision: 'approve' })),
  });
  return answer.status === 200 ? 'signed' : (JSON.parse(String(answer.body)) as { code: string }).code;
};
