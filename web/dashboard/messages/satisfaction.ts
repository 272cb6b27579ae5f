import { defineTexts } from './language.ts';

export const SATISFACTION = defineTexts({
  en: {
    distribution: 'Ratings from 5 to 1',
    trend: 'Average rating over time',
    trendNote: 'Of all ratings; dashed: the period before',
    course: 'Ratings over time',
    byAgent: 'Agents, lowest rating first',
    byTeam: 'By team',
    byChannel: 'By channel',
    byQueue: 'By queue',
    satisfied: 'Satisfied: ratings of 4 and 5',
  },
  pt: {
    distribution: 'Avaliações de 5 a 1',
    trend: 'Avaliação média ao longo do tempo',
    trendNote: 'De todas as avaliações; tracejado: o período anterior',
    course: 'Avaliações ao longo do tempo',
    byAgent: 'Agentes, a menor avaliação primeiro',
    byTeam: 'Por equipe',
    byChannel: 'Por canal',
    byQueue: 'Por fila',
    satisfied: 'Satisfeitos: avaliações 4 e 5',
  },
  es: {
    distribution: 'Valoraciones de 5 a 1',
    trend: 'Valoración media a lo largo del tiempo',
    trendNote: 'De todas las valoraciones; discontinua: el período anterior',
    course: 'Valoraciones a lo largo del tiempo',
    byAgent: 'Agentes, la menor valoración primero',
    byTeam: 'Por equipo',
    byChannel: 'Por canal',
    byQueue: 'Por cola',
    satisfied: 'Satisfechos: valoraciones de 4 y 5',
  },
});
