/** Every format that is not a channel's own. The channels' readers come first, because they know their files best. */
import type { StatementReader } from '../port';
import { aboReader } from './abo';
import { bgMaxReader } from './bgmax';
import { camtReader } from './camt';
import { bai2Reader } from './bai2';
import { codaReader } from './coda';
import { fixedWidthReaders } from './fixed-width';
import { mt940Reader } from './mt940';
import { ofxReader } from './ofx';
import { oneCReader } from './one-c';
import { qifReader } from './qif';
import { tableReader } from './table';
import { titoReader } from './tito';
import { zenginReader } from './zengin';

const GENERAL: readonly StatementReader[] = [
  camtReader,
  mt940Reader,
  ofxReader,
  qifReader,
  bai2Reader,
  oneCReader,
  codaReader,
  ...fixedWidthReaders,
  aboReader,
  titoReader,
  bgMaxReader,
  zenginReader,
  tableReader,
];

export const allReaders = (channelReaders: readonly StatementReader[]): readonly StatementReader[] => [...channelReaders, ...GENERAL];
