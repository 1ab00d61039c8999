/**
 * A line's id is its file's number and its place in the file, so that the lines of a file are a range of the primary key and need no index of
 * their own.
 */
export const PLACE_BITS = 24n;
/** 16,777,215: more lines than any file within the byte limit can hold. */
export const LINES_PER_FILE_MAX = (1 << 24) - 1;

export interface LineRange {
  /** First id that may belong to the file. */
  readonly from: bigint;
  /** First id of the next file. */
  readonly to: bigint;
}

export const linesOfFile = (seq: bigint): LineRange => ({ from: seq << PLACE_BITS, to: (seq + 1n) << PLACE_BITS });
export const fileSeqOf = (lineId: bigint): bigint => lineId >> PLACE_BITS;
