import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import 'swagger-ui-dist/swagger-ui.css';
import './reference.css';
import { keptCredential } from './credential.ts';

/** Shows /openapi.json of this server in `place`. Requests that are tried out go to this server, too. */
export async function showReference(place: HTMLElement): Promise<void> {
  const spec = await (await fetch('/openapi.json')).json();
  place.replaceChildren();
  const ui = SwaggerUI({
    domNode: place,
    spec,
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
