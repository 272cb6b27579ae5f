import type { DemoAgent } from './organisation.ts';
import type { Outcome } from './outcome.ts';
import type { Random } from './random.ts';
import type { Reason } from './reasons.ts';

const GREETINGS = [
  'Good morning, how may I help?',
  'Aurora, hello. What can I do for you?',
  'Hello, thanks for waiting.',
];
const QUESTIONS = [
  'Since when has that been so?',
  'Would you tell me your customer number?',
  'May I look at your contract?',
];
const REPLIES = ['Since the day before yesterday.', 'One moment, here it is.', 'Of course, go ahead.'];

const CLOSINGS: Record<Outcome, string> = {
  resolved: 'That is settled now. Have a good day!',
  escalated: 'I will put you through to a specialist.',
  ticket_created: 'I have opened a ticket; we will write to you.',
  callback_scheduled: 'We will call you back tomorrow.',
  unresolved: 'I am sorry that I cannot solve it today.',
};

/** The transcript of a call, one line per utterance. */
export function transcriptOf(reason: Reason, agent: DemoAgent, outcome: Outcome, random: Random): string {
  return [
    `${agent.name}: ${random.pick(GREETINGS)}`,
    `Customer: It is about this: ${random.pick(reason.topics).toLowerCase()}.`,
    `${agent.name}: ${random.pick(QUESTIONS)}`,
    `Customer: ${random.pick(REPLIES)}`,
    `${agent.name}: ${CLOSINGS[outcome]}`,
  ].join('\n');
}
