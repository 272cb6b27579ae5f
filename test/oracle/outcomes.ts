/** Outcomes that leave the customer's matter open. */
const NOT_SOLVED = [
  'escalated',
  'unresolved',
  'callback_scheduled',
  'follow_up',
  'transferred',
  'abandoned',
  'missed',
  'voicemail',
  'no_answer',
  'busy',
  'disconnected',
  'wrong_number',
  'spam',
  'unknown',
];

/** Outcomes as random records bear them: some that solve the matter, some that do not, one that nobody has heard of. */
export const OUTCOMES = [
  'resolved',
  'ticket_created',
  'escalated',
  'voicemail',
  'no_answer',
  'follow_up',
  'sold',
];

/** Whether an outcome, without more being said, means that the matter was solved at the first contact. */
export function isSolving(outcome: string): boolean {
  return !NOT_SOLVED.includes(outcome);
}
