/** What a browser may know of channels: names, methods, abilities. Data only. */
import { z } from 'zod';
import { alipayCapabilities } from './adapters/alipay/capabilities';
import { ccbCapabilities } from './adapters/ccb/capabilities';
import { cmbCapabilities } from './adapters/cmb/capabilities';
import { icbcCapabilities } from './adapters/icbc/capabilities';
import { abcCapabilities } from './adapters/abc/capabilities';
import { bocomCapabilities } from './adapters/bocom/capabilities';
import { unionpayCapabilities } from './adapters/unionpay/capabilities';
import { qraCapabilities } from './adapters/qra/capabilities';
import { bocCapabilities } from './adapters/boc/capabilities';
import { spdbCapabilities } from './adapters/spdb/capabilities';
import { psbcCapabilities } from './adapters/psbc/capabilities';
import { walletCapabilities } from './adapters/wallet/capabilities';
import { wechatCapabilities } from './adapters/wechat/capabilities';
import { CHANNELS, type Capabilities, type ChannelCode } from './port';

export { CHANNELS, METHODS } from './port';
export type * from './port';

export const CAPABILITIES: Readonly<Record<ChannelCode, Capabilities>> = {
  wechat: wechatCapabilities,
  alipay: alipayCapabilities,
  unionpay: unionpayCapabilities,
  ccb: ccbCapabilities,
  cmb: cmbCapabilities,
  icbc: icbcCapabilities,
  abc: abcCapabilities,
  bocom: bocomCapabilities,
  qra: qraCapabilities,
  boc: bocCapabilities,
  spdb: spdbCapabilities,
  psbc: psbcCapabilities,
  wallet: walletCapabilities,
};

export const isChannelCode = (text: string): text is ChannelCode => (CHANNELS as readonly string[]).includes(text);
export const channelName = (channel: ChannelCode, locale: string): string =>
  CAPABILITIES[channel].name[locale.startsWith('zh') ? 'zh' : 'en'];

/** Where a bank calls back, below the public address. The account is named so that its keys are known before anything is believed. */
export const notifyPath = (channel: ChannelCode, accountId: string): string => `/api/channels/${channel}/notify/${accountId}`;

/** Capabilities as plain JSON (bigint as text), for pages and the open API. */
export type CapabilitiesView = Omit<Capabilities, 'minMinor' | 'maxMinor'> & { readonly minMinor: string; readonly maxMinor: string };
export const capabilitiesView = (channel: ChannelCode): CapabilitiesView => {
  const found = CAPABILITIES[channel];
  return { ...found, minMinor: found.minMinor.toString(), maxMinor: found.maxMinor.toString() };
};

/** One thing a settings form asks for. */
export interface SettingField {
  readonly part: 'config' | 'secrets';
  readonly name: string;
  /** A line of text, a block of several lines (keys, certificates), or JSON. */
  readonly kind: 'line' | 'block' | 'json';
  readonly optional: boolean;
}

/** A certificate among the settings, by when it ends: `soon` within thirty days. */
export interface CertificateView {
  readonly field: string;
  readonly until: string;
  readonly state: 'good' | 'soon' | 'over';
}

export interface AccountDeskView {
  readonly channel: ChannelCode;
  readonly capabilities: CapabilitiesView;
  readonly fields: readonly SettingField[];
  /** Null while there is no contract. `config` as text, by field; secrets are never here. */
  readonly account: {
    readonly id: string;
    readonly status: string;
    readonly baseUrl: string;
    readonly notifyUrl: string;
    readonly updatedAt: string;
    readonly config: Readonly<Record<string, string>>;
    readonly certificates: readonly CertificateView[];
    /** Until when the keys before the last change are believed too; null when there are none. */
    readonly previousUntil: string | null;
  } | null;
}

export const CONNECTION_CAUSES = [
  'name', 'nobody-there', 'tls', 'silent', 'foreign-host', 'path', 'not-allowed', 'own-key', 'merchant', 'bank-key', 'bank-certificate-over', 'not-that-bank', 'maintenance',
  'busy', 'other',
] as const;
export type ConnectionCause = (typeof CONNECTION_CAUSES)[number];

export interface ConnectionTest {
  /** `unreachable`: no answer came. `refused`: an answer came, but not one that proves this account right. */
  readonly verdict: 'good' | 'unreachable' | 'refused';
  readonly code: string;
  /** Where to look first; null when nothing is wrong. */
  readonly cause: ConnectionCause | null;
  readonly latencyMs: number;
}

const settings = z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,39}$/), z.string().max(64_000)).default({});
export const saveAccountSchema = z.object({ channel: z.enum(CHANNELS), baseUrl: z.string().trim().max(300), config: settings, secrets: settings });
export type SaveAccountInput = z.output<typeof saveAccountSchema>;
export const testConnectionSchema = z.object({ accountId: z.string().max(40) });
