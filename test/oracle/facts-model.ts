import type { FactEvent } from '../../src/facts/event.ts';
import type { Evaluation, IngestRecord, Interaction, QualityReview } from '../../src/records/types.ts';

/** Facts in plain maps: what any figure must agree with. Every applied record is taken as the newest. */
export class FactsModel {
  readonly interactions = new Map<string, Interaction>();
  readonly evaluations = new Map<string, { interactionId: string; body: Evaluation }>();
  readonly reviews = new Map<string, { interactionId: string; body: QualityReview }>();

  readonly counters = new Map<
    string,
    { type: string; date: string; dimensionId: string; body: Record<string, number> }
  >();

  apply(record: IngestRecord): void {
    if (record.type === 'article_stats' || record.type === 'email_channel_stats') {
      const key = `${record.type} ${record.id}`;
      if (record.deleted) this.counters.delete(key);
      else {
        const { type, date, dimension_id, body } = record;
        this.counters.set(key, { type, date, dimensionId: dimension_id, body: { ...body } });
      }
      return;
    }
    if (record.deleted) {
      if (record.type === 'interaction') this.#deleteInteraction(record.id);
      if (record.type === 'evaluation') this.evaluations.delete(record.id);
      if (record.type === 'quality_review') this.reviews.delete(record.id);
    } else if (record.type === 'interaction') {
      this.interactions.set(record.id, record.body);
    } else if (record.type === 'evaluation') {
      this.evaluations.set(record.id, { interactionId: record.interaction_id, body: record.body });
    } else if (record.type === 'quality_review') {
      this.reviews.set(record.id, { interactionId: record.interaction_id, body: record.body });
    }
  }

  #deleteInteraction(id: string): void {
    this.interactions.delete(id);
    for (const [key, { interactionId }] of this.evaluations)
      if (interactionId === id) this.evaluations.delete(key);
    for (const [key, { interactionId }] of this.reviews) if (interactionId === id) this.reviews.delete(key);
  }

  /** Ended calls, oldest first; of one second by id. */
  calls(): (Interaction & { id: string })[] {
    return [...this.interactions]
      .filter(([, it]) => it.kind === 'call' && it.status !== 'open')
      .map(([id, it]) => ({ id, ...it }))
      .sort((a, b) => a.started_at - b.started_at || (a.id < b.id ? -1 : 1));
  }

  /** Everything that counts, one by one. */
  events(): FactEvent[] {
    const out: FactEvent[] = [];
    const calls = this.calls();
    for (const [id, interaction] of this.interactions) {
      const at = calls.findIndex((call) => call.id === id);
      const earlier = (calls[at]?.customer_id === undefined ? [] : calls.slice(0, Math.max(0, at))).filter(
        ({ customer_id }) => customer_id === interaction.customer_id,
      );
      const previous = earlier.at(-1)?.started_at;
      const previousInDepartment = earlier
        .filter(
          ({ department_id }) => department_id !== undefined && department_id === interaction.department_id,
        )
        .at(-1)?.started_at;
      out.push({
        source: 'interaction',
        at: interaction.started_at,
        interaction,
        ...(previous !== undefined && { previous }),
        ...(previousInDepartment !== undefined && { previousInDepartment }),
      });
      const { reopened_at: reopened } = interaction;
      if (reopened !== undefined) out.push({ source: 'reopening', at: reopened, interaction });
      const closed = closingOf(interaction);
      if (closed !== undefined) out.push({ source: 'closing', at: closed, interaction });
    }
    for (const { interactionId, body } of this.evaluations.values()) {
      const interaction = this.interactions.get(interactionId);
      if (!interaction) continue;
      const rated = { ...interaction };
      if (body.agent_id !== undefined) rated.agent_id = body.agent_id;
      if (body.team_id !== undefined) rated.team_id = body.team_id;
      const { responded_at: answered, sent_at: sent } = body;
      if (answered !== undefined)
        out.push({ source: 'evaluation', at: answered, interaction: rated, evaluation: body });
      if (sent !== undefined) out.push({ source: 'survey', at: sent, interaction: rated, evaluation: body });
    }
    for (const { interactionId, body } of this.reviews.values()) {
      const interaction = this.interactions.get(interactionId);
      if (interaction) out.push({ source: 'quality_review', at: body.created_at, interaction, review: body });
    }
    for (const { type, date, dimensionId, body } of this.counters.values()) {
      out.push({ source: 'counter', type, date, dimensionId, counter: body });
    }
    return out;
  }
}

/** When it was closed: at its resolution or end, whichever comes first after it was last reopened. */
function closingOf({ status, resolved_at, ended_at, reopened_at }: Interaction): number | undefined {
  const ends = [...(resolved_at === undefined ? [] : [resolved_at])];
  if (status !== 'open' && ended_at !== undefined) ends.push(ended_at);
  ends.sort((a, b) => a - b);
  const later = ends.find((at) => at >= (reopened_at ?? at));
  return later ?? (status === 'open' ? undefined : ends.at(-1));
}
