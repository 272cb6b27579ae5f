import type { Answer } from '../api/query.ts';
import { useTexts } from '../messages/language.ts';
import { NOW } from '../messages/now.ts';
import { useView } from '../view/use-view.tsx';

/** The states that agents are counted in, the freest first. */
export const STATES = [
  'available',
  'busy',
  'ringing',
  'wrap',
  'break',
  'lunch',
  'meeting',
  'training',
  'other',
] as const;
/** Shown even if nobody is in them. */
const ALWAYS: readonly string[] = ['available', 'busy', 'wrap', 'break'];

/** The agents by the state they are in, of an answer of `agents_<state>` by agent. */
export function AgentStates({ answer }: { answer: Answer }) {
  const texts = useTexts(NOW);
  const { link } = useView();
  const inState = (state: string) => answer.rows.filter((row) => Number(row[`agents_${state}`] ?? 0) > 0);
  if (answer.rows.length === 0) return <p class="soft">{texts.noAgents}</p>;
  return (
    <div class="states">
      {STATES.filter((state) => ALWAYS.includes(state) || inState(state).length > 0).map((state) => (
        <section key={state} data-state={state}>
          <h3>
            {texts.states[state]} <span>{inState(state).length}</span>
          </h3>
          <ul>
            {inState(state).map((row) => (
              <li key={String(row.agent)}>
                <a href={link({ path: ['agents', String(row.agent)] })}>{row.agent_name ?? row.agent}</a>
              </li>
            ))}
            {inState(state).length === 0 && <li class="soft">{texts.nobody}</li>}
          </ul>
        </section>
      ))}
    </div>
  );
}
