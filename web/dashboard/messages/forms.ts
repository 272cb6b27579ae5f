import { defineTexts } from './language.ts';

/** Texts of every form. */
export const FORMS = defineTexts({
  en: {
    refused: 'This was not accepted',
    seeFields: 'See the marked fields.',
    sending: 'Sending …',
    done: 'Saved',
    cancel: 'Cancel',
  },
  pt: {
    refused: 'Isto não foi aceito',
    seeFields: 'Veja os campos marcados.',
    sending: 'Enviando …',
    done: 'Salvo',
    cancel: 'Cancelar',
  },
  es: {
    refused: 'Esto no se aceptó',
    seeFields: 'Vea los campos marcados.',
    sending: 'Enviando …',
    done: 'Guardado',
    cancel: 'Cancelar',
  },
});
