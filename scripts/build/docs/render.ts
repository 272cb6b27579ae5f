import { Marked, type Tokens } from 'marked';
import { escapeHtml } from './html.ts';

/** A part of a document that search can lead to: from one heading to the next. */
interface Section {
  heading: string;
  /** The fragment of its address. */
  anchor: string;
  text: string;
}

export interface Rendered {
  /** The heading of the document, as text. */
  heading: string;
  html: string;
  sections: readonly Section[];
  /** Every fragment that a link may name. */
  anchors: ReadonlySet<string>;
}

/**
 * Renders a document of docs/. Headings get the fragments that code forges give them, because links between documents
 * use those; `linkTo` turns the target of a link into an address of the page, `imageAt` that of an image.
 */
export function render(
  markdown: string,
  linkTo: (target: string) => string,
  imageAt: (target: string) => string,
): Rendered {
  const sections: Section[] = [];
  const anchors = new Set<string>();
  const marked = new Marked({
    renderer: {
      heading({ depth, tokens }: Tokens.Heading) {
        const html = this.parser.parseInline(tokens);
        const heading = textOf(html);
        const anchor = unique(slugOf(heading), anchors);
        sections.push({ heading, anchor, text: '' });
        const link = `<a class="anchor" href="#${anchor}" aria-hidden="true" tabindex="-1">#</a>`;
        return `<h${depth} id="${anchor}">${html}${depth > 1 ? link : ''}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        return `<a href="${escapeHtml(linkTo(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }: Tokens.Image) {
        return `<img src="${escapeHtml(imageAt(href))}" alt="${escapeHtml(text)}" loading="lazy">`;
      },
      code({ text, lang }: Tokens.Code) {
        return `<pre tabindex="0"><code${lang ? ` class="language-${lang}"` : ''}>${escapeHtml(text)}</code></pre>\n`;
      },
      table({ header, rows }: Tokens.Table) {
        const named = header[0]?.text === 'metric';
        const row = (cells: readonly Tokens.TableCell[], tag: string) =>
          cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('');
        const body = rows.map((cells) => {
          const id = named ? anchorOf(cells[0]?.text ?? '', anchors) : '';
          return `<tr${id}>${row(cells, 'td')}</tr>`;
        });
        const head = `<thead><tr>${row(header, 'th')}</tr></thead>`;
        return `<div class="table" tabindex="0"><table>${head}<tbody>${body.join('\n')}</tbody></table></div>\n`;
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  return { heading: sections[0]?.heading ?? '', html, sections: withText(sections, html), anchors };
}

/** Rows of metrics can be linked to, by the name of the metric. */
function anchorOf(cell: string, anchors: Set<string>): string {
  const name = `metric-${cell.replaceAll('`', '')}`;
  anchors.add(name);
  return ` id="${name}"`;
}

function withText(sections: readonly Section[], html: string): Section[] {
  const parts = html.split(/<h[1-6] id="[^"]*">.*?<\/h[1-6]>\n/s).slice(1);
  return sections.map((section, index) => ({
    ...section,
    text: textOf(parts[index] ?? '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  }));
}

function textOf(html: string): string {
  const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '')
    .trim();
}

function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function unique(slug: string, taken: Set<string>): string {
  let anchor = slug;
  for (let number = 1; taken.has(anchor); number++) anchor = `${slug}-${number}`;
  taken.add(anchor);
  return anchor;
}
