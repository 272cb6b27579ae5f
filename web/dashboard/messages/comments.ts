import { defineTexts } from './language.ts';

export const COMMENTS = defineTexts({
  en: {
    title: 'What customers said',
    note: (most: number) => `Ratings of conversations, newest first, at most ${most}`,
    none: 'No ratings of conversations in this period.',
    noComment: 'No comment',
    stars: (rating: number) => `${rating} of 5`,
  },
  pt: {
    title: 'O que os clientes disseram',
    note: (most: number) => `Avaliações de conversas, as mais recentes primeiro, até ${most}`,
    none: 'Nenhuma avaliação de conversas neste período.',
    noComment: 'Sem comentário',
    stars: (rating: number) => `${rating} de 5`,
  },
  es: {
    title: 'Lo que dijeron los clientes',
    note: (most: number) => `Valoraciones de conversaciones, las más recientes primero, hasta ${most}`,
    none: 'Ninguna valoración de conversaciones en este período.',
    noComment: 'Sin comentario',
    stars: (rating: number) => `${rating} de 5`,
  },
});
