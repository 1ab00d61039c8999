/** Server door of statements: reading any statement file. For formats' own readers: the toolkit below. */
export { inspect, recognise, type Recognised } from './recognise';
export { openTable, type OpenTable } from './open-table';
export { lookAtTable, openMapped, tellsMapping, type TableLook } from './mapped';
export { allReaders } from './readers';
export { runHostile } from './hostile-command';
export { runInspect } from './inspect-command';
export { ByteFile } from './byte-file';
export { isPlainText } from './container';
export { summaryToJson } from './to-json';
export { refuse, UnreadableStatement, type StatementFailure } from './errors';
export type {
  ParsedStatement,
  RejectedRow,
  StatementInput,
  StatementReader,
  StatementRow,
  StatementSummary,
  StatementWarning,
} from './port';

// What a reader is made of.
export { makeReader, type StatementStream, type StreamingReader } from './stream';
export { Tally as StatementTally } from './tally';
export { Cells } from './cells';
export { headBytesOf, headOf, linesOf } from './input';
export { readMinor } from './amounts';
export { isNormal as isNormalTime } from './dates';
export { readDate as normaliseDate } from './dates';
