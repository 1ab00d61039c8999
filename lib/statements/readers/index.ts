/** Every format that is not a channel's own. The channels' readers come first, because they know their files best. */
import type { StatementReader } from '../port';
import { camtReader } from './camt';
import { mt940Reader } from './mt940';
import { ofxReader } from './ofx';
import { tableReader } from './table';

const GENERAL: readonly StatementReader[] = [camtReader, mt940Reader, ofxReader, tableReader];

export const allReaders = (channelReaders: readonly StatementReader[]): readonly StatementReader[] => [...channelReaders, ...GENERAL];
