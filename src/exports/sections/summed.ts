import { InvalidInput } from '../../errors.ts';
import { ask } from '../../query/run-queries.ts';
import { together } from '../../query/combined.ts';
import type { Figures } from '../../query/measures.ts';
import type { Answer, Question } from '../../query/query.ts';
import type { SourceContext } from '../source.ts';

/** A span this short is not divided further. */
const SHORTEST = 60;

/** So many questions are asked at once, of one moment. */
const BATCH = 200;

/**
 * Answers questions about sums of base measures. Where rollups do not cover one and its period holds more facts than
 * are read at once, the period is halved until it does not: an export may take the time that a request may not.
 */
export async function summed(
  { store, tenant }: SourceContext,
  questions: readonly Question[],
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let index = 0; index < questions.length; index += BATCH) {
    answers.push(...(await answered(questions.slice(index, index + BATCH))));
  }
  return answers;

  async function answered(some: readonly Question[]): Promise<Answer[]> {
    try {
      return (await ask(store, tenant.timeZone, some)).answers;
    } catch (error) {
      const [first, ...others] = some;
      if (!(error instanceof InvalidInput) || !first) throw error;
      if (others.length > 0) return [...(await answered([first])), ...(await answered(others))];
      if (first.period.end - first.period.start <= SHORTEST) throw error;
      const parts: Answer[] = [];
      for (const half of halvesOf(first)) parts.push(...(await answered([half])));
      return [addedUp(parts)];
    }
  }
}

/** The groups of several answers, each with the sum of its figures. */
function addedUp(answers: readonly Answer[]): Answer {
  const groups = new Map<string, Figures[]>();
  for (const [group, figures] of answers.flatMap((answer) => [...answer])) {
    groups.set(group, [...(groups.get(group) ?? []), figures]);
  }
  return new Map([...groups].map(([group, figures]) => [group, together(figures)]));
}

function halvesOf(question: Question): Question[] {
  const { period, by } = question;
  const middle = Math.floor((period.start + period.end) / 2);
  return [
    { ...period, end: middle },
    { ...period, start: middle },
  ].map((half) => ({
    ...question,
    period: half,
    by:
      by.kind === 'buckets'
        ? { ...by, buckets: by.buckets.filter(({ start, end }) => start < half.end && end > half.start) }
        : by,
  }));
}
