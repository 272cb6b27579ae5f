import { defineTexts } from './language.ts';

export const COSTS = defineTexts({
  en: {
    parts: 'What the cost is made of',
    course: 'Cost over time',
    perContact: 'Cost per contact over time',
    perContactNote: 'Dashed: the period before',
    byChannel: 'By channel',
    byQueue: 'By queue',
    byTeam: 'By team',
    providers: 'Providers of language models',
    providersNote: 'Costs are not known by provider; use, speed and errors are.',
  },
  pt: {
    parts: 'De que é feito o custo',
    course: 'Custo ao longo do tempo',
    perContact: 'Custo por contato ao longo do tempo',
    perContactNote: 'Tracejado: o período anterior',
    byChannel: 'Por canal',
    byQueue: 'Por fila',
    byTeam: 'Por equipe',
    providers: 'Fornecedores de modelos de linguagem',
    providersNote: 'O custo por fornecedor não é conhecido; uso, velocidade e erros são.',
  },
  es: {
    parts: 'De qué se compone el coste',
    course: 'Coste a lo largo del tiempo',
    perContact: 'Coste por contacto a lo largo del tiempo',
    perContactNote: 'Discontinua: el período anterior',
    byChannel: 'Por canal',
    byQueue: 'Por cola',
    byTeam: 'Por equipo',
    providers: 'Proveedores de modelos de lenguaje',
    providersNote: 'El coste por proveedor no se conoce; el uso, la velocidad y los errores sí.',
  },
});
