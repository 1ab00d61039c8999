import { useLocale } from 'next-intl';
import { useCallback } from 'react';
import { channelName, isChannelCode } from '@/lib/channels/model';

/** A channel's name in the reader's language. */
export function useChannelName(): (channel: string) => string {
  const locale = useLocale();
  return useCallback((channel: string) => (isChannelCode(channel) ? channelName(channel, locale) : channel), [locale]);
}

