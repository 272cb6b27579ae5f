import type { Column } from '../../table.ts';

/** The last column of calls and conversations, if transcripts are included. */
export const TRANSCRIPT_COLUMN: Column = { name: 'transcript', type: 'text' };
