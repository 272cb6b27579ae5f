import { GROUPS, GUIDES } from './guides.ts';
import { markdownOf } from './pages.ts';

const INTRODUCTION = `# Callmeter

> Analytics of contact centres over HTTP: systems send records of calls, conversations, ratings and reviews; queries
> read exact figures at once.

Credentials are API keys (\`Authorization: Bearer cmk_…\`). Records go to \`POST /api/v1/ingest\`, questions to
\`POST /api/v1/query\`; \`GET /api/v1/metrics\` and \`GET /api/v1/dimensions\` list what can be asked for. Errors are
\`application/problem+json\` and say what is accepted.`;

/**
 * The files for language models: llms.txt lists the guides as Markdown (https://llmstxt.org), llms-full.txt holds them
 * all. Each guide is a file of its own beside its page.
 */
export function textFiles(): Map<string, string> {
  const guides = Object.entries(GROUPS).map(([group, members]) => {
    const lines = members.map(({ name, title, about }) => `- [${title}](/docs/${name}.md): ${about}`);
    return `## ${group}\n\n${lines.join('\n')}`;
  });
  const description = '## OpenAPI\n\n- [openapi.json](/openapi.json): every operation, with schemas';
  const texts = GUIDES.map(({ name }) => [name, markdownOf(name)] as const);
  return new Map([
    ['llms.txt', `${[INTRODUCTION, description, ...guides].join('\n\n')}\n`],
    ['llms-full.txt', `${[INTRODUCTION, ...texts.map(([, text]) => text.trim())].join('\n\n')}\n`],
    ...texts.map(([name, text]) => [`docs/${name}.md`, text] as const),
  ]);
}
