import { defineTexts } from '../messages/language.ts';

/** Why a sign-in failed, as the API names it, or as the log-in at the organisation leaves it in the address. */
export const REASONS = [
  'ticket_used',
  'ticket_expired',
  'ticket_invalid',
  'oidc_off',
  'oidc_unavailable',
  'oidc_expired',
  'oidc_refused',
  'oidc_no_access',
] as const;
export type Reason = (typeof REASONS)[number];

export const SIGN_IN = defineTexts({
  en: {
    title: 'Sign in to Callmeter',
    credential: 'Session token or API key',
    hint: 'It is sent to this server once and not stored in the browser.',
    submit: 'Sign in',
    busy: 'Signing in …',
    organisation: 'Sign in with your organisation',
    or: 'or',
    missing: 'Paste a session token or an API key first.',
    unreachable: 'The server could not be reached. Try again.',
    reasons: {
      ticket_used: 'This link has been used already. Each link signs in once: ask for a new one.',
      ticket_expired: 'This link has expired. Ask for a new one.',
      ticket_invalid: 'This link is not valid. Use it exactly as you got it, or ask for a new one.',
      oidc_off: 'Signing in with an organisation is not set up here.',
      oidc_unavailable: 'The sign-in of your organisation could not be reached. Try again in a minute.',
      oidc_expired: 'Signing in took too long or was started in another window. Try again.',
      oidc_refused: 'Your organisation did not confirm the sign-in. Try again.',
      oidc_no_access: 'You are known to your organisation, but have no access here. Ask your administrator.',
    } as Record<Reason, string>,
  },
  pt: {
    title: 'Entrar no Callmeter',
    credential: 'Token de sessão ou chave de API',
    hint: 'É enviado uma vez a este servidor e não fica guardado no navegador.',
    submit: 'Entrar',
    busy: 'Entrando …',
    organisation: 'Entrar com a sua organização',
    or: 'ou',
    missing: 'Cole primeiro um token de sessão ou uma chave de API.',
    unreachable: 'Não foi possível contatar o servidor. Tente de novo.',
    reasons: {
      ticket_used: 'Este link já foi usado. Cada link vale para uma entrada: peça um novo.',
      ticket_expired: 'Este link expirou. Peça um novo.',
      ticket_invalid: 'Este link não é válido. Use-o exatamente como o recebeu ou peça um novo.',
      oidc_off: 'A entrada com uma organização não está configurada aqui.',
      oidc_unavailable: 'Não foi possível contatar o acesso da sua organização. Tente de novo em um minuto.',
      oidc_expired: 'A entrada demorou demais ou foi iniciada em outra janela. Tente de novo.',
      oidc_refused: 'A sua organização não confirmou a entrada. Tente de novo.',
      oidc_no_access:
        'A sua organização conhece você, mas você não tem acesso aqui. Fale com o administrador.',
    } as Record<Reason, string>,
  },
  es: {
    title: 'Iniciar sesión en Callmeter',
    credential: 'Token de sesión o clave de API',
    hint: 'Se envía una vez a este servidor y no se guarda en el navegador.',
    submit: 'Iniciar sesión',
    busy: 'Iniciando sesión …',
    organisation: 'Iniciar sesión con su organización',
    or: 'o',
    missing: 'Pegue primero un token de sesión o una clave de API.',
    unreachable: 'No se pudo contactar con el servidor. Inténtelo de nuevo.',
    reasons: {
      ticket_used: 'Este enlace ya se ha usado. Cada enlace sirve una vez: pida uno nuevo.',
      ticket_expired: 'Este enlace ha caducado. Pida uno nuevo.',
      ticket_invalid: 'Este enlace no es válido. Úselo tal como lo recibió o pida uno nuevo.',
      oidc_off: 'El inicio de sesión con una organización no está configurado aquí.',
      oidc_unavailable:
        'No se pudo contactar con el acceso de su organización. Inténtelo dentro de un minuto.',
      oidc_expired: 'El inicio de sesión tardó demasiado o empezó en otra ventana. Inténtelo de nuevo.',
      oidc_refused: 'Su organización no confirmó el inicio de sesión. Inténtelo de nuevo.',
      oidc_no_access: 'Su organización le conoce, pero no tiene acceso aquí. Consulte al administrador.',
    } as Record<Reason, string>,
  },
});
