import type { Column } from '../../table.ts';

/** The last column of calls and conversations, where transcripts were asked for. */
export const TRANSCRIPT_COLUMN: Column = { name: 'transcript', type: 'text' };
