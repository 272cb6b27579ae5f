import './reference.css';
import { keptCredential } from './credential.ts';
import examplesUrl from './examples.json?url';
import { type Examples, withExamples } from './examples.ts';

declare global {
  /** What the script of Swagger UI defines: https://swagger.io/docs/open-source-tools/swagger-ui. */
  var SwaggerUIBundle: (options: Readonly<Record<string, unknown>>) => {
    preauthorizeApiKey(scheme: string, value: string): void;
  };
}

/** Shows /openapi.json of this server in `place`. Requests that are tried out go to this server, too. */
export async function showReference(place: HTMLElement): Promise<void> {
  const { script = '', styles = '' } = place.dataset;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  followScheme(dark);
  dark.addEventListener('change', followScheme);
  const [spec, examples] = await Promise.all([
    fetched('/openapi.json'),
    fetched(examplesUrl),
    loaded(Object.assign(document.createElement('script'), { src: script })),
    loaded(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: styles })),
  ]);
  place.replaceChildren();
  const ui = SwaggerUIBundle({
    domNode: place,
    spec: withExamples(spec, examples as Examples),
    deepLinking: true,
    docExpansion: 'none',
    defaultModelsExpandDepth: -1,
    filter: true,
    persistAuthorization: false,
    // Nothing leaves this server: no badge of a validator elsewhere.
    validatorUrl: null,
    onComplete() {
      const credential = keptCredential();
      if (credential) ui.preauthorizeApiKey('bearerAuth', credential);
    },
  });
}

/** Swagger UI is dark by a class of the document. */
function followScheme({ matches }: { matches: boolean }): void {
  document.documentElement.classList.toggle('dark-mode', matches);
}

async function fetched(address: string): Promise<Record<string, unknown>> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  return answer.json();
}

/** Adds a script or a style sheet to the page: first, so that styles of the page itself win. */
function loaded(element: HTMLElement): Promise<unknown> {
  document.head.prepend(element);
  return new Promise((resolve, reject) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => reject(new Error('The reference did not load.')));
  });
}
