import { defineTexts } from './language.ts';

export const AUDIT_LOG = defineTexts({
  en: {
    list: 'Audit log',
    listNote: 'Who did what, newest first. Reading it is in it, too.',
    none: 'There are no entries in this period',
    from: 'From',
    to: 'To',
    action: 'Action',
    allActions: 'All',
    actor: 'Who (id)',
    apply: 'Show',
    at: 'Time',
    who: 'Who',
    what: 'Of what',
    details: 'Details',
    kinds: { session: 'person', key: 'API key', system: 'system', unknown: 'unknown' } as Record<
      string,
      string
    >,
    repeated: (times: number) => `and ${times} more within a minute`,
    more: 'Show older ones',
  },
  pt: {
    list: 'Registro de auditoria',
    listNote: 'Quem fez o quê, o mais novo primeiro. A leitura também fica registrada.',
    none: 'Não há entradas neste período',
    from: 'De',
    to: 'Até',
    action: 'Ação',
    allActions: 'Todas',
    actor: 'Quem (id)',
    apply: 'Mostrar',
    at: 'Hora',
    who: 'Quem',
    what: 'De quê',
    details: 'Detalhes',
    kinds: { session: 'pessoa', key: 'chave de API', system: 'sistema', unknown: 'desconhecido' } as Record<
      string,
      string
    >,
    repeated: (times: number) => `e mais ${times} em um minuto`,
    more: 'Mostrar mais antigas',
  },
  es: {
    list: 'Registro de auditoría',
    listNote: 'Quién hizo qué, lo más nuevo primero. Leerlo también queda registrado.',
    none: 'No hay entradas en este período',
    from: 'Desde',
    to: 'Hasta',
    action: 'Acción',
    allActions: 'Todas',
    actor: 'Quién (id)',
    apply: 'Mostrar',
    at: 'Hora',
    who: 'Quién',
    what: 'De qué',
    details: 'Detalles',
    kinds: { session: 'persona', key: 'clave de API', system: 'sistema', unknown: 'desconocido' } as Record<
      string,
      string
    >,
    repeated: (times: number) => `y ${times} más en un minuto`,
    more: 'Mostrar anteriores',
  },
});
