/** The part of Swagger UI that the reference uses: https://swagger.io/docs/open-source-tools/swagger-ui. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerUI {
    preauthorizeApiKey(scheme: string, value: string): void;
  }

  interface Options {
    domNode: HTMLElement;
    spec: unknown;
    deepLinking: boolean;
    docExpansion: 'none' | 'list';
    defaultModelsExpandDepth: number;
    filter: boolean;
    persistAuthorization: boolean;
    validatorUrl: null;
    onComplete(): void;
  }

  export default function SwaggerUI(options: Options): SwaggerUI;
}
