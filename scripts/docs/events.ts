import { table } from './markdown.ts';

/** The types of events as a Markdown table. */
export function eventDocs(types: Readonly<Record<string, string>>): string {
  const rows = Object.entries(types).map(([type, description]) => [`\`${type}\``, description]);
  return table(['type', 'sent when'], rows);
}
