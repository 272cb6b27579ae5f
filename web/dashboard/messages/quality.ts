import { defineTexts } from './language.ts';

export const QUALITY = defineTexts({
  en: {
    score: 'Quality score over time',
    scoreNote: 'Mean score of completed reviews, 0 to 10',
    findings: 'Findings over time',
    findingsNote: 'Completed reviews by the sentiment of the reviewer',
    byAgent: 'Agents, lowest score first',
    byCampaign: 'By campaign',
    byCallCenter: 'By call centre',
    byTeam: 'By team',
  },
  pt: {
    score: 'Nota de qualidade ao longo do tempo',
    scoreNote: 'Nota média das revisões concluídas, de 0 a 10',
    findings: 'Resultados ao longo do tempo',
    findingsNote: 'Revisões concluídas pelo sentimento do revisor',
    byAgent: 'Agentes, a menor nota primeiro',
    byCampaign: 'Por campanha',
    byCallCenter: 'Por central',
    byTeam: 'Por equipe',
  },
  es: {
    score: 'Nota de calidad a lo largo del tiempo',
    scoreNote: 'Nota media de las revisiones completadas, de 0 a 10',
    findings: 'Resultados a lo largo del tiempo',
    findingsNote: 'Revisiones completadas según el sentimiento del revisor',
    byAgent: 'Agentes, la menor nota primero',
    byCampaign: 'Por campaña',
    byCallCenter: 'Por centro',
    byTeam: 'Por equipo',
  },
});
