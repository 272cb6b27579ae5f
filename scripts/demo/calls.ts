import { answering } from './agents.ts';
import { stamp } from './clock.ts';
import type { Contact } from './contact.ts';
import { callCost, llmUsage } from './costs.ts';
import { someCustomer } from './customers.ts';
import { CALL_CENTERS, CAMPAIGNS, ENGAGEMENTS } from './organisation.ts';
import { moodOf, outcomeOf } from './outcome.ts';
import { type Random, randomFrom } from './random.ts';
import { OUTAGE, REASONS, type Reason } from './reasons.ts';
import { callStarts, type DemoDay, loadAt } from './rhythm.ts';
import { transcriptOf } from './transcripts.ts';

const USUAL_ENDINGS = [
  ['completed', 81],
  ['abandoned', 8],
  ['missed', 6],
  ['cancelled', 3],
  ['failed', 2],
] as const;
const OUTAGE_ENDINGS = [
  ['completed', 34],
  ['abandoned', 30],
  ['missed', 26],
  ['cancelled', 2],
  ['failed', 8],
] as const;
const WITHHELD = 0.03;
const WEIGHTED_REASONS = REASONS.map((reason) => [reason, reason.weight] as const);

/** What is known of a call before it is answered. */
function dialled(id: string, start: number, demoDay: DemoDay, reason: Reason, random: Random) {
  const outbound = reason.department === 'dep-sales' && random.chance(0.45);
  const { name, phone, ...known } = someCustomer(random, demoDay.index);
  const id_ = known.id === undefined ? {} : { id: known.id };
  return {
    type: 'interaction',
    id,
    kind: 'call',
    channel: random.chance(0.06) ? 'webrtc' : 'phone',
    direction: outbound ? 'outbound' : 'inbound',
    started_at: stamp(start),
    ...(random.chance(WITHHELD) ? {} : { customer: { ...id_, name, phone } }),
    department_id: reason.department,
    call_center_id: random.pick(CALL_CENTERS),
    ...(outbound || random.chance(0.25) ? { campaign_id: random.pick(CAMPAIGNS) } : {}),
    ...(outbound ? { engagement_id: random.pick(ENGAGEMENTS) } : {}),
    category: reason.category,
    topic: random.pick(reason.topics),
    intent: reason.intent,
  };
}

function call(id: string, start: number, demoDay: DemoDay, until: number): Contact {
  const random = randomFrom(id);
  const reason = demoDay.outage && random.chance(0.7) ? OUTAGE : random.weighted(WEIGHTED_REASONS);
  const begun = dialled(id, start, demoDay, reason, random);
  const status = random.weighted(demoDay.outage ? OUTAGE_ENDINGS : USUAL_ENDINGS);
  const agent = answering(reason.department, 'voice', reason.assisted, random);
  const staffed = { ...begun, agent_id: agent.id, team_id: agent.team_id };
  const queued = Math.min(1_800, Math.round(random.longTail(18 * loadAt(start, demoDay), 0.8)));
  // The assistant answers at once, regardless of the queue for people.
  const wait = agent.kind === 'ai' ? 1 + (queued % 3) : queued;
  if (status !== 'completed') {
    const at = start + wait;
    const rest = at > until ? { status: 'open' } : { status, wait_seconds: wait, ended_at: stamp(at) };
    const updated = Math.min(at, until);
    // It rang at an agent's desk, or never left the queue.
    const known = status !== 'abandoned' && random.chance(0.6) ? staffed : begun;
    return { id, interaction: { at: updated, record: { ...known, ...rest, updated_at: stamp(updated) } } };
  }

  const duration = Math.max(12, Math.min(7_200, Math.round(random.longTail(reason.talk * agent.pace, 0.55))));
  const end = start + wait + duration;
  const answered = { answered_at: stamp(start + wait), wait_seconds: wait };
  if (end > until) {
    const soFar = start + wait > until ? begun : { ...staffed, ...answered };
    return { id, interaction: { at: until, record: { ...soFar, status: 'open', updated_at: stamp(until) } } };
  }

  const outcome = outcomeOf(reason, agent, demoDay.outage, random);
  const mood = moodOf(outcome, agent, wait, random);
  const spoken = agent.kind === 'ai';
  const llm_usage = spoken || random.chance(0.7) ? llmUsage(spoken ? random.whole(4, 18) : 1, random) : [];
  const record = {
    ...staffed,
    ...answered,
    status,
    ended_at: stamp(end),
    duration_seconds: duration,
    outcome,
    ...(outcome === 'resolved' ? { resolved_at: stamp(end), resolved_by: agent.kind } : {}),
    ...(random.chance(0.92) ? { sentiment: { score: mood } } : {}),
    cost: callCost(duration, llm_usage, spoken),
    ...(llm_usage.length > 0 ? { llm_usage } : {}),
    ...(random.chance(0.06) ? { transcript: transcriptOf(reason, agent, outcome, random) } : {}),
    updated_at: stamp(end),
  };
  return { id, interaction: { at: end, record }, ended: { at: end, outcome, mood } };
}

/** The calls of a day that had started by `until` (seconds UTC), ordered by start. */
export function callsOf(demoDay: DemoDay, until: number): Contact[] {
  const prefix = `call-${demoDay.date.replaceAll('-', '')}`;
  return callStarts(demoDay)
    .map((start, index) => ({ start, id: `${prefix}-${String(index + 1).padStart(4, '0')}` }))
    .filter(({ start }) => start <= until)
    .map(({ start, id }) => call(id, start, demoDay, until));
}
