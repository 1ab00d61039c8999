/** Server door of the channels: an institution's accounts, the adapter of each, the raw inbox, and the one way out to a network. */
export { knownLocation, listAccounts, loadAccount, locateAccount, notifyUrlOf, secretsPlace, type AccountView } from './accounts';
export { accountDesk } from './account-desk';
export { endingCertificates } from './certificates';
export { saveAccount, type SavedAccount } from './commands/save-account';
export { saveOpenedAccount, type OpenedAccount } from './commands/save-opened-account';
export { channelConsumers } from './jobs';
export { retireKeys } from './commands/retire-keys';
export { askUnderKeys, verifyInbound } from './rotation';
export { testConnection } from './commands/test-connection';
export { recordCalls, type CallRecord, type Operation } from './calls';
export { orderFactFromJson, refundFactFromJson } from './fact-json';
export { listUnprocessed, markProcessed, storeInbound, type InboundToStore, type StoredInbound } from './inbound';
export type { ChannelErrorCode } from './errors';
export { CAPABILITIES, isChannelCode, type CapabilitiesView } from './model';
export { createNet, type ClosableNet, type NetOptions } from './net';
export type { Settings, SettingsInput } from './parse-settings';
export * from './port';
export { adapterOf, ALL_ADAPTERS } from './registry';
