/**
 * CCB's refund call carries no key that would make a repetition harmless, so what the bank already refunded is asked before every call
 * and after every answer that is not plainly good: certainty comes from the list (5W1003), never from a guess. Calls for one order must
 * not run side by side; the caller holds the order while it refunds.
 */
import { sha256Hex } from '../../signatures/digest';
import { add, equal, sum, toDecimal, type Money } from '@/lib/kernel/money';
import type { CallContext, RefundFact, RefundOrder, RefundOutcome } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { CcbAccount } from './config';
import { yuan } from './mapping';
import { outlink, RETURN_OK } from './wire';
import { allNamed, child, textAt, type XmlElement } from '../xml';

const CODE_LENGTH = 15;

/** The bank keeps 15 characters of a merchant's refund number; ours are longer, so a digest of it stands in. */
export const refundCodeOf = (refundNo: string): string => sha256Hex(refundNo).slice(0, CODE_LENGTH).toUpperCase();

type Standing =
  | { readonly kind: 'done' | 'not-done' | 'under-way' }
  | { readonly kind: 'unclear'; readonly code: string; readonly sent: boolean };

/** Has this very refund been made? By its code where rows carry one, otherwise by how much of the order is refunded in all. */
async function standingOf(account: CcbAccount, refund: RefundOrder, call: CallContext): Promise<Standing> {
  const kinds = await Promise.all((['0', '1'] as const).map((kind) => listRefunds(account, refund, kind, call)));
  const failed = kinds.find((found) => 'code' in found);
  if (failed && 'code' in failed) return { kind: 'unclear', code: failed.code, sent: failed.sent };
  const rows = kinds.flatMap((found) => ('rows' in found ? found.rows : [])).filter((row) => stateOf(row) !== 'failed');
  const ours = rows.find((row) => textAt(row, 'REFUND_CODE') === refundCodeOf(refund.refundNo));
  if (ours) return { kind: stateOf(ours) === 'done' ? 'done' : 'under-way' };
  const amounts = rows.map(amountOf);
  if (amounts.some((amount) => amount === null)) return { kind: 'unclear', code: 'answer.incomplete', sent: true };
  const refunded = sum(
    amounts.filter((amount): amount is Money => amount !== null),
    'CNY',
  );
  if (equal(refunded, refund.refundedBefore)) return { kind: 'not-done' };
  const coded = rows.every((row) => textAt(row, 'REFUND_CODE') !== '');
  if (!coded && equal(refunded, add(refund.refundedBefore, refund.amount))) {
    return { kind: rows.some((row) => stateOf(row) === 'under-way') ? 'under-way' : 'done' };
  }
  return { kind: 'unclear', code: 'refund-total-mismatch', sent: true };
}

const amountOf = (row: XmlElement): Money | null =>
  yuan(textAt(row, 'REFUNDEMENT_AMOUNT') || textAt(row, 'REFUND_MONEY') || textAt(row, 'AMOUNT'));

/** STATUS of a refund row: 0 failed, 1 done, 2 and 5 waiting for the bank [B]. */
function stateOf(row: XmlElement): 'failed' | 'done' | 'under-way' {
  const status = textAt(row, 'STATUS');
  return status === '0' ? 'failed' : status === '2' || status === '5' ? 'under-way' : 'done';
}

type Listed = { readonly rows: readonly XmlElement[] } | { readonly code: string; readonly sent: boolean };

async function listRefunds(account: CcbAccount, refund: RefundOrder, kind: '0' | '1', call: CallContext): Promise<Listed> {
  const info = {
    START: '',
    STARTHOUR: '',
    STARTMIN: '',
    END: '',
    ENDHOUR: '',
    ENDMIN: '',
    KIND: kind,
    ORDER: refund.orderNo,
    ACCOUNT: '',
    MONEY: '',
    NORDERBY: '1',
    PAGE: '1',
    POS_CODE: '',
    STATUS: '3',
  };
  const reply = await outlink(account, call, { txCode: '5W1003', info, timeoutMs: TIMEOUT_MS.query });
  if (reply.kind === 'lost') return { code: reply.outcome.code, sent: reply.outcome.certainty === 'unknown' };
  if (account.config.profile.notFoundCodes.includes(reply.returnCode)) return { rows: [] };
  if (reply.returnCode !== RETURN_OK) return { code: reply.returnCode, sent: true };
  const content = child(reply.root, 'TX_INFO');
  const pages = textAt(content, 'TPAGE') || textAt(content, 'PAGE_COUNT');
  if (pages !== '' && pages !== '0' && pages !== '1') return { code: 'refund-list-too-long', sent: true };
  return { rows: allNamed(content, 'LIST').filter((row) => (textAt(row, 'ORDER_NUMBER') || textAt(row, 'ORDER')) === refund.orderNo) };
}

const succeeded = (refund: RefundOrder, call: CallContext): RefundOutcome => ({
  certainty: 'succeeded',
  channelRefundNo: refundCodeOf(refund.refundNo),
  at: call.clock.now(),
});

export async function refundOrder(account: CcbAccount, refund: RefundOrder, call: CallContext): Promise<RefundOutcome> {
  const before = await standingOf(account, refund, call);
  if (before.kind === 'done') return succeeded(refund, call);
  if (before.kind === 'under-way') return { certainty: 'accepted', channelRefundNo: refundCodeOf(refund.refundNo) };
  // Nothing left this time, but an earlier call may have: only the list could tell, so it stays unknown.
  if (before.kind === 'unclear') return unclear(before.code, before.sent ? 'other' : 'network');
  const info = { MONEY: toDecimal(refund.amount), ORDER: refund.orderNo, REFUND_CODE: refundCodeOf(refund.refundNo) };
  const reply = await outlink(account, call, { txCode: '5W1004', info, timeoutMs: TIMEOUT_MS.refund });
  if (reply.kind === 'lost') return reply.outcome;
  const content = child(reply.root, 'TX_INFO');
  if (reply.returnCode === RETURN_OK) {
    const amount = yuan(textAt(content, 'AMOUNT'));
    const orderNo = textAt(content, 'ORDER_NUM') || textAt(content, 'ORDER');
    const confirmed = orderNo === refund.orderNo && amount !== null && equal(amount, refund.amount);
    return confirmed ? succeeded(refund, call) : unclear('answer.mismatch');
  }
  if (account.config.profile.unclearCodes.includes(reply.returnCode)) return unclear(reply.returnCode, 'bank-busy');
  return afterRefusal(account, refund, call, reply.returnCode, reply.message);
}

/** A refusal is believed only when the list agrees that nothing was given back. */
async function afterRefusal(
  account: CcbAccount,
  refund: RefundOrder,
  call: CallContext,
  code: string,
  message: string,
): Promise<RefundOutcome> {
  const after = await standingOf(account, refund, call);
  if (after.kind === 'done') return succeeded(refund, call);
  if (after.kind === 'not-done')
    return { certainty: 'declined', code, cause: account.config.profile.refusalCauses[code] ?? 'other', message };
  return unclear(code);
}

export async function queryRefund(account: CcbAccount, refund: RefundOrder, call: CallContext): Promise<RefundFact> {
  const standing = await standingOf(account, refund, call);
  const channelRefundNo = refundCodeOf(refund.refundNo);
  switch (standing.kind) {
    case 'done':
      return { state: 'succeeded', amount: refund.amount, channelRefundNo, at: call.clock.now() };
    case 'under-way':
      return { state: 'processing', channelRefundNo };
    case 'not-done':
      return { state: 'not-found' };
    default:
      return { state: 'unknown', code: standing.code, cause: standing.sent ? 'other' : 'network' };
  }
}
