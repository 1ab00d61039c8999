/** Bank of Communications, open platform, MPNG transactions. Every fact with its source: README.md. */
import type { ChannelAdapter } from '../../port';
import { TIMEOUT_MS, timed } from '../transport';
import { fetchBill } from './bill';
import { bocomCapabilities } from './capabilities';
import { bocomConfig, bocomSecrets, type BocomConfig, type BocomSecrets } from './config';
import { ack, verifyNotify } from './notify';
import { closeOrder, createOrder, queryOrder } from './orders';
import { queryRefund, refundOrder } from './refunds';
import { statementReader } from './statement';

/** A number no order has: asking for it proves reachability, our key and theirs, and changes nothing. */
const PROBE_ORDER = 'BAFANGPROBE0000';

export const bocomAdapter: ChannelAdapter<BocomConfig, BocomSecrets> = {
  capabilities: bocomCapabilities,
  configSchema: bocomConfig,
  secretsSchema: bocomSecrets,
  statementReader,
  create: createOrder,
  verifyNotify,
  ack,
  query: queryOrder,
  close: closeOrder,
  refund: refundOrder,
  queryRefund,
  fetchStatement: fetchBill,
  probe: (account, call) => timed(call, async () => {
    const fact = await queryOrder(account, { orderNo: PROBE_ORDER, createdAt: call.clock.now() }, call, TIMEOUT_MS.probe);
    return { healthy: fact.state !== 'unknown', code: fact.state === 'unknown' ? fact.code : 'ok' };
  }),
};
