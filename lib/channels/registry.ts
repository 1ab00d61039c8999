/** Which adapter speaks for which channel: the only place that lists them. A new channel is one folder and one line here. */
import { alipayAdapter } from './adapters/alipay';
import { ccbAdapter } from './adapters/ccb';
import { cmbAdapter } from './adapters/cmb';
import { icbcAdapter } from './adapters/icbc';
import { abcAdapter } from './adapters/abc';
import { bocomAdapter } from './adapters/bocom';
import { unionpayAdapter } from './adapters/unionpay';
import { qraAdapter } from './adapters/qra';
import { bocAdapter } from './adapters/boc';
import { spdbAdapter } from './adapters/spdb';
import { psbcAdapter } from './adapters/psbc';
import { walletAdapter } from './adapters/wallet';
import { wechatAdapter } from './adapters/wechat';
import type { ChannelAdapter, ChannelCode } from './port';

const ADAPTERS: Readonly<Record<ChannelCode, ChannelAdapter>> = {
  wechat: wechatAdapter, alipay: alipayAdapter, unionpay: unionpayAdapter, ccb: ccbAdapter, cmb: cmbAdapter, icbc: icbcAdapter, abc: abcAdapter, bocom: bocomAdapter, qra: qraAdapter, boc: bocAdapter, spdb: spdbAdapter, psbc: psbcAdapter, wallet: walletAdapter,
};

export const adapterOf = (channel: ChannelCode): ChannelAdapter => ADAPTERS[channel];
export const ALL_ADAPTERS: readonly ChannelAdapter[] = Object.values(ADAPTERS);
