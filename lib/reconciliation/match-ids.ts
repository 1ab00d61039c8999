/**
 * While a match stands and has a line, its id is the line's: the primary key itself keeps a line from being matched twice, and a million matches need one
 * index less. Elements without a line, and matches that were undone, have negative numbers of their own. A check in the database holds to it.
 */
import { Prisma } from '@/lib/platform/prisma/client';

const nextAside = Prisma.sql`nextval('recon_match_id_seq')`;

/** For INSERT … SELECT of elements `t` that have a line or none. */
export const matchId = Prisma.sql`coalesce(t.line_id, ${nextAside})`;

/** For UPDATE … SET of what is undone: the line is free again. */
export const asideId = Prisma.sql`id = ${nextAside}`;
