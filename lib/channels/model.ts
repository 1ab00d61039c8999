/** What a browser may know of channels: names, methods, abilities. Data only. */
import { alipayCapabilities } from './adapters/alipay/capabilities';
import { ccbCapabilities } from './adapters/ccb/capabilities';
import { unionpayCapabilities } from './adapters/unionpay/capabilities';
import { wechatCapabilities } from './adapters/wechat/capabilities';
import { CHANNELS, type Capabilities, type ChannelCode, type Method } from './port';

export { CHANNELS, METHODS } from './port';
export type * from './port';

export const CAPABILITIES: Readonly<Record<ChannelCode, Capabilities>> = {
  wechat: wechatCapabilities,
  alipay: alipayCapabilities,
  unionpay: unionpayCapabilities,
  ccb: ccbCapabilities,
};

export const isChannelCode = (text: string): text is ChannelCode => (CHANNELS as readonly string[]).includes(text);
export const channelName = (channel: ChannelCode, locale: string): string =>
  CAPABILITIES[channel].name[locale.startsWith('zh') ? 'zh' : 'en'];
export const channelsFor = (method: Method): ChannelCode[] => CHANNELS.filter((channel) => CAPABILITIES[channel].method === method);

/** Where a bank calls back, below the public address. The account is named so that its keys are known before anything is believed. */
export const notifyPath = (channel: ChannelCode, accountId: string): string => `/api/channels/${channel}/notify/${accountId}`;

/** Capabilities as plain JSON (bigint as text), for pages and the open API. */
export type CapabilitiesView = Omit<Capabilities, 'minMinor' | 'maxMinor'> & { readonly minMinor: string; readonly maxMinor: string };
export const capabilitiesView = (channel: ChannelCode): CapabilitiesView => {
  const found = CAPABILITIES[channel];
  return { ...found, minMinor: found.minMinor.toString(), maxMinor: found.maxMinor.toString() };
};
