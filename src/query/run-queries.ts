import { InvalidInput, Unavailable } from '../errors.ts';
import { missingFrom } from '../rollups/schema.ts';
import type { Query } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { merge, NotInRollups } from './merge.ts';
import { factsPlan, type Plan, planFor } from './plan.ts';
import type { Answer, Question } from './query.ts';
import { type Reading, read } from './snapshot.ts';

/** Zones of rollups that are not their tenant's own (yet); only ever a guess, checked with every reading. */
const otherZones = new Map<string, string>();

/**
 * Answers questions exactly, as of one moment, in one round trip to D1 with whatever `extra` reads, and tells
 * how long D1 took for each of these. What rollups do not tell is asked of the facts in another one. Throws
 * InvalidInput where only facts could answer and there are too many, Unavailable while rollups are rebuilt for a
 * new figure.
 */
export async function ask(
  store: TenantStore,
  tenantZone: string,
  questions: readonly Question[],
  extra: readonly Query[] = [],
): Promise<{ answers: Answer[]; extra: unknown[][]; extraMilliseconds: readonly number[] }> {
  let zone = otherZones.get(store.tenant) ?? tenantZone;
  let layout: string | undefined;
  let isRebuilding = false;
  const onlyFacts = new Set<Question>();
  for (;;) {
    const plans = questions.map((question) =>
      onlyFacts.has(question) ? factsPlan(question) : withinLayout(question, planFor(question, zone), layout),
    );
    const reading = await read(store, questions, plans, zone, extra);
    const isRightZone = reading.state.time_zone === zone;
    const isRightLayout = plans.every((plan) => holds(reading.state.layout, plan));
    if (isRightZone && isRightLayout) {
      const answers = answersOf(questions, plans, reading, zone, isRebuilding, onlyFacts);
      if (answers) return { answers, extra: reading.extra, extraMilliseconds: reading.extraMilliseconds };
      continue;
    }
    isRebuilding ||= !isRightLayout;
    zone = reading.state.time_zone;
    otherZones.set(store.tenant, zone);
    layout = reading.state.layout;
  }
}

function withinLayout(question: Question, plan: Plan, layout: string | undefined): Plan {
  return layout === undefined || holds(layout, plan) ? plan : factsPlan(question);
}

function holds(layout: string, plan: Plan): boolean {
  return plan.source === 'facts' || missingFrom(layout, plan.needs).length === 0;
}

/** Undefined if rollups do not tell: such questions are then among `onlyFacts`. */
function answersOf(
  questions: readonly Question[],
  plans: readonly Plan[],
  reading: Reading,
  zone: string,
  isRebuilding: boolean,
  onlyFacts: Set<Question>,
): Answer[] | undefined {
  const before = onlyFacts.size;
  const answers = questions.map((question, index): Answer => {
    try {
      return merge(question, plans[index]!, reading, zone);
    } catch (error) {
      if (error instanceof NotInRollups) {
        onlyFacts.add(question);
        return new Map();
      }
      if (isRebuilding && error instanceof InvalidInput) {
        throw new Unavailable(
          'These figures are being prepared for the first time; ask again in a minute.',
          60,
        );
      }
      throw error;
    }
  });
  return onlyFacts.size === before ? answers : undefined;
}
