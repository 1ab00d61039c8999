/** China Construction Bank, aggregated payment page and outlink platform. Every fact with its source: README.md. */
import type { ChannelAdapter } from '../../port';
import { TIMEOUT_MS, timed } from '../transport';
import { fetchBill } from './bill';
import { ccbCapabilities } from './capabilities';
import { ccbConfig, ccbSecrets, type CcbConfig, type CcbSecrets } from './config';
import { ack, verifyNotify } from './notify';
import { createOrder, queryOrder } from './orders';
import { queryRefund, refundOrder } from './refunds';
import { statementReader } from './statement';

/** A number no order has: asking for it proves reachability and changes nothing. */
const PROBE_ORDER = 'BAFANGPROBE0000';

export const ccbAdapter: ChannelAdapter<CcbConfig, CcbSecrets> = {
  capabilities: ccbCapabilities,
  configSchema: ccbConfig,
  secretsSchema: ccbSecrets,
  statementReader,
  create: createOrder,
  verifyNotify,
  ack,
  query: queryOrder,
  close: () => Promise.resolve({ certainty: 'unsupported' }),
  refund: refundOrder,
  queryRefund,
  fetchStatement: fetchBill,
  probe: (account, call) => timed(call, async () => {
    const fact = await queryOrder(account, { orderNo: PROBE_ORDER, createdAt: call.clock.now() }, call, TIMEOUT_MS.probe);
    return { healthy: fact.state !== 'unknown', code: fact.state === 'unknown' ? fact.code : 'ok' };
  }),
};
