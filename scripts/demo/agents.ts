import { stamp } from './clock.ts';
import type { DemoAgent } from './organisation.ts';
import { type Random, randomFrom } from './random.ts';
import type { DemoRecord } from './record.ts';

const HUMANS: readonly (readonly [name: string, team: string, department: string])[] = [
  ['João Ávila', 'team-ipe', 'dep-support'],
  ['Beatriz Conceição', 'team-ipe', 'dep-support'],
  ['Cauã Magalhães', 'team-ipe', 'dep-support'],
  ['Débora Antunes', 'team-ipe', 'dep-support'],
  ['Éverton Lima', 'team-ipe', 'dep-support'],
  ['Fátima Queirós', 'team-ipe', 'dep-billing'],
  ['Gonçalo Pacheco', 'team-jacaranda', 'dep-billing'],
  ['Helena Brandão', 'team-jacaranda', 'dep-billing'],
  ['Ícaro Novaes', 'team-jacaranda', 'dep-billing'],
  ['Júlia Sant’Anna', 'team-jacaranda', 'dep-sales'],
  ['Kátia Rezende', 'team-jacaranda', 'dep-sales'],
  ['Lúcio Ferrão', 'team-jacaranda', 'dep-sales'],
  ['Márcia Guimarães', 'team-araucaria', 'dep-sales'],
  ['Nuno Bragança', 'team-araucaria', 'dep-sales'],
  ['Otávio Peçanha', 'team-araucaria', 'dep-logistics'],
  ['Patrícia Simões', 'team-araucaria', 'dep-logistics'],
  ['Quitéria Dantas', 'team-araucaria', 'dep-logistics'],
  ['Raíssa Montenegro', 'team-araucaria', 'dep-retention'],
  ['Sérgio Vasconcelos', 'team-araucaria', 'dep-retention'],
  ['Tônia Figueiredo', 'team-digital', 'dep-retention'],
  ['Ubiratã Moraes', 'team-digital', 'dep-support'],
  ['Vitória Assunção', 'team-digital', 'dep-billing'],
  ['Wesley Falcão', 'team-digital', 'dep-logistics'],
];

const ASSISTANTS: readonly (readonly [name: string, team: string, department: string])[] = [
  ['Aura (voice assistant)', 'team-digital', 'dep-support'],
  ['Íris (chat assistant)', 'team-digital', 'dep-billing'],
];

function agent(
  index: number,
  kind: 'human' | 'ai',
  [name, team_id, department_id]: readonly [string, string, string],
) {
  const id = `${kind === 'ai' ? 'ai' : 'agent'}-${String(index + 1).padStart(2, '0')}`;
  const random = randomFrom(`agent ${id}`);
  const pace = kind === 'ai' ? 0.55 : 0.75 + 0.5 * random.next();
  return { id, name, kind, team_id, department_id, pace, charm: random.next() * 0.24 - 0.12 };
}

const PEOPLE: readonly DemoAgent[] = HUMANS.map((entry, index) => agent(index, 'human', entry));
const [VOICE_ASSISTANT, CHAT_ASSISTANT] = ASSISTANTS.map((entry, index) => agent(index, 'ai', entry)) as [
  DemoAgent,
  DemoAgent,
];

/** Who answers in a department: the assistant of the medium with the given probability, otherwise a human agent. */
export function answering(
  department: string,
  medium: 'voice' | 'text',
  assisted: number,
  random: Random,
): DemoAgent {
  if (random.chance(assisted)) return medium === 'voice' ? VOICE_ASSISTANT : CHAT_ASSISTANT;
  return random.pick(PEOPLE.filter((person) => person.department_id === department));
}

/** The agents who are people. */
export function people(): readonly DemoAgent[] {
  return PEOPLE;
}

/** The records of the agents, as of `at` (seconds UTC). */
export function agentRecords(at: number): DemoRecord[] {
  return [...PEOPLE, VOICE_ASSISTANT, CHAT_ASSISTANT].map(({ id, name, kind, team_id, department_id }) => ({
    at,
    record: { type: 'agent', id, name, kind, team_id, department_id, updated_at: stamp(at) },
  }));
}
