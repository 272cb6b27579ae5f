import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from '../write-changed.ts';
import { FIRST, GROUPS, GUIDES } from './guides.ts';
import { hashed } from './hashed.ts';
import { escapeHtml, fill } from './html.ts';
import { type Rendered, render } from './render.ts';

/** Pages beside the guides. */
const REFERENCE = 'reference';

function referenceHtml({ script, styles }: ReferenceAssets): string {
  return `<h1>API reference</h1>
<p>Every operation, with “Try it out” against this server. <b>Authorize</b> takes an API key or a session token; it is
kept by this page alone, and forgotten when it is reloaded. Examples are requests and answers of the tests; long lists are
cut.</p>
<div id="reference" data-script="${script}" data-styles="${styles}"><p>Loading the reference…</p></div>
<noscript><p>The reference needs JavaScript. <a href="/docs/api">The same as text</a>.</p></noscript>`;
}

/** Addresses of what draws the reference. */
interface ReferenceAssets {
  script: string;
  styles: string;
}

const ABSENT_HTML = `<h1>No such page</h1>
<p>The documentation has no page at this address. <a href="/docs">Start here</a>, or search.</p>`;

/** A section as the search of the page reads it: address, guide, heading, text. */
type Found = readonly [address: string, guide: string, heading: string, text: string];

export interface DocsPages {
  /** By their path in dist/web. */
  files: ReadonlyMap<string, string>;
  images: ReadonlyMap<string, Uint8Array>;
  /** What the search of the page reads. */
  search: readonly Found[];
}

/** The text of a guide, as it is in docs/. */
export function markdownOf(name: string): string {
  return readFileSync(join(ROOT, 'docs', `${name}.md`), 'utf8');
}

/** Makes a page of each guide from the built `template`. Throws an Error if a link between documents leads nowhere. */
export function docsPages(template: string, assets: ReferenceAssets): DocsPages {
  const images = new Map<string, Uint8Array>();
  const imageAt = (target: string) => {
    const image = readFileSync(join(ROOT, 'docs', target));
    const path = hashed(basename(target), image);
    images.set(path, image);
    return `/${path}`;
  };
  const rendered = new Map(
    GUIDES.map(({ name }) => [name, render(markdownOf(name), addressOf, imageAt)] as const),
  );
  const broken = [...rendered].flatMap(([name, { html }]) => brokenLinks(name, html, rendered));
  if (broken.length > 0) throw new Error(`Links that lead nowhere: ${broken.join(', ')}`);
  const page = (name: string, title: string, content: string) =>
    fill(template, { title: escapeHtml(title), navigation: navigation(name), content });
  const files = new Map<string, string>([
    [`docs/${REFERENCE}.html`, page(REFERENCE, 'API reference', referenceHtml(assets))],
    ['docs/absent.html', page('', 'No such page', ABSENT_HTML)],
  ]);
  for (const [name, { heading, html }] of rendered) files.set(`docs/${name}.html`, page(name, heading, html));
  const search = GUIDES.flatMap(({ name, title }) =>
    (rendered.get(name)?.sections ?? []).map(
      ({ heading, anchor, text }): Found => [`${pathOf(name)}#${anchor}`, title, heading, text],
    ),
  );
  return { files, images, search };
}

/** The address of a guide. */
function pathOf(name: string): string {
  return name === FIRST ? '/docs' : `/docs/${name}`;
}

/** `data.md#legs` as an address of the page. Links to elsewhere stay as they are. */
function addressOf(target: string): string {
  const [, name, fragment = ''] = /^([a-z-]+)\.md(#.*)?$/.exec(target) ?? [];
  return name === undefined ? target : `${pathOf(name)}${fragment}`;
}

/** Links of a guide to pages or fragments that do not exist. */
function brokenLinks(name: string, html: string, all: ReadonlyMap<string, Rendered>): string[] {
  return [...html.matchAll(/<a href="([^"]*)"/g)].flatMap(([, href = '']) => {
    if (/^(https:|\/docs\/reference$)/.test(href)) return [];
    const [path = '', fragment] = href.split('#');
    const target = path === '' ? name : path.replace(/^\/docs\/?/, '') || FIRST;
    const anchors = all.get(target)?.anchors;
    const leadsSomewhere = anchors && (fragment === undefined || anchors.has(fragment));
    return leadsSomewhere ? [] : [`${href} in docs/${name}.md`];
  });
}

function navigation(current: string): string {
  const link = (name: string, path: string, title: string) =>
    `<li><a href="${path}"${name === current ? ' aria-current="page"' : ''}>${escapeHtml(title)}</a></li>`;
  return Object.entries(GROUPS)
    .map(([group, guides]) => {
      const links = guides.map(({ name, title }) => link(name, pathOf(name), title));
      if (group === 'Reference') links.unshift(link(REFERENCE, `/docs/${REFERENCE}`, 'API reference'));
      return `<h2>${escapeHtml(group)}</h2><ul>${links.join('')}</ul>`;
    })
    .join('\n');
}
