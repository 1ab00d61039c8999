/** A mapping as it crosses a wire and as it is kept. Bounded here, trusted inside. */
import { z } from 'zod';
import { MAPPED_FIELDS, MAPPING_DELIMITERS, MAPPING_ENCODINGS } from '@/lib/statements/model';

const COLUMN_MAX = 255;
const HEADER_LINE_MAX = 200;

export const mappingSchema = z.object({
  encoding: z.enum(MAPPING_ENCODINGS).nullable(), delimiter: z.enum(MAPPING_DELIMITERS).nullable(), headerLine: z.number().int().min(0).max(HEADER_LINE_MAX),
  columns: z.partialRecord(z.enum(MAPPED_FIELDS), z.number().int().min(0).max(COLUMN_MAX)), style: z.enum(['point', 'comma']).nullable(), order: z.enum(['dmy', 'mdy']).nullable(),
  inverted: z.boolean().nullable(),
});
