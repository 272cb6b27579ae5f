import { erlangA } from './erlang-a.ts';
import { erlangC } from './erlang-c.ts';
import { erlangs, type Performance, type Traffic } from './traffic.ts';

/** What is to be reached: this share of contacts, 0 to below 1, is answered within so many seconds. */
export interface ServiceTarget {
  share: number;
  seconds: number;
}

/** How callers behave: Erlang C: they wait for ever; Erlang A: their patience has this mean in seconds. */
export type QueueModel = { kind: 'erlang_c' } | { kind: 'erlang_a'; patienceSeconds: number };

const ERLANG_C: QueueModel = { kind: 'erlang_c' };

/** What `agents` make of the traffic by a model; `withinSeconds` is the time of the service level. */
export function performanceOf(
  model: QueueModel,
  traffic: Traffic,
  agents: number,
  withinSeconds: number,
): Performance {
  return model.kind === 'erlang_c'
    ? erlangC(traffic, agents, withinSeconds)
    : erlangA(traffic, agents, { withinSeconds, patienceSeconds: model.patienceSeconds });
}

/**
 * The smallest number of agents on contacts that reaches the target, and what they make of the traffic. The service level
 * rises with every agent, so the number is found by doubling and halving. Traffic must be more than none.
 */
export function agentsRequired(
  model: QueueModel,
  traffic: Traffic,
  target: ServiceTarget,
): { agents: number; performance: Performance } {
  const { share, seconds } = target;
  const at = (agents: number) => performanceOf(model, traffic, agents, seconds);
  // Fewer cannot do: with Erlang C more agents than Erlangs are needed, with Erlang A that share of them.
  let low = leastAgents(model, erlangs(traffic), share);
  let high = model.kind === 'erlang_a' ? agentsRequired(ERLANG_C, traffic, target).agents : low;
  for (let step = 1; at(high).serviceLevel < share; step *= 2) {
    low = high + 1;
    high += step;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle).serviceLevel < share) low = middle + 1;
    else high = middle;
  }
  return { agents: high, performance: at(high) };
}

function leastAgents({ kind }: QueueModel, load: number, share: number): number {
  return kind === 'erlang_c' ? Math.floor(load) + 1 : Math.max(1, Math.ceil(load * share));
}

/** How many agents to schedule so that `agents` are on contacts while a share (0 to below 1) of all is away. */
export function withShrinkage(agents: number, shrinkage: number): number {
  // Rounded first, so that a quotient which is whole but for its last bit is not one agent more.
  return Math.ceil(Number((agents / (1 - shrinkage)).toFixed(9)));
}
