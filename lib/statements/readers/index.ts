/** Every format that is not a channel's own. The channels' readers come first, because they know their files best. */
import type { StatementReader } from '../port';
import { tableReader } from './table';

const GENERAL: readonly StatementReader[] = [tableReader];

export const allReaders = (channelReaders: readonly StatementReader[]): readonly StatementReader[] => [...channelReaders, ...GENERAL];
