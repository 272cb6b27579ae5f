import type { Outcome } from './outcome.ts';
import type { DemoRecord } from './record.ts';

/** An interaction, and what the records that follow it depend on. */
export interface Contact {
  id: string;
  interaction: DemoRecord;
  /** Only of a contact that somebody took and that has ended. */
  ended?: { at: number; outcome: Outcome; mood: number };
}
