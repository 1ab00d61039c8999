/** The closed list of what this module refuses. */
export const CHANNEL_ERRORS = [
  'channels.unknown-channel', 'channels.bad-address', 'channels.bad-config', 'channels.bad-secrets', 'channels.field-invalid',
  'channels.account-not-found', 'channels.change-pending',
] as const;
export type ChannelErrorCode = (typeof CHANNEL_ERRORS)[number];
