import type { Outcome } from './outcome.ts';
import type { DemoRecord } from './record.ts';

/** An interaction, and what its follow-up records depend on. */
export interface Contact {
  id: string;
  interaction: DemoRecord;
  /** Only if the contact was answered and has ended. */
  ended?: { at: number; outcome: Outcome; mood: number };
}
