/** Address, guide, heading and text of a section; scripts/build/docs/pages.ts writes them. */
type Section = readonly [address: string, guide: string, heading: string, text: string];

const SHOWN = 12;
const AROUND = 60;

/** Lets the field in the header search the guides. The index is loaded when the field is first used. */
export function offerSearch(): void {
  const input = document.querySelector<HTMLInputElement>('#search');
  const list = document.querySelector<HTMLOListElement>('#found');
  if (!input || !list) return;
  let loading: Promise<readonly Section[]> | undefined;
  const load = () => {
    loading ??= fetch(input.dataset.index ?? '').then((answer) => answer.json());
    return loading;
  };
  input.addEventListener('focus', load);
  input.addEventListener('input', async () => {
    const sections = await load();
    const words = wordsOf(input.value);
    const found = words.length > 0 ? search(sections, words) : [];
    list.replaceChildren(...found.map((section) => entryOf(section, words)));
    if (words.length > 0 && found.length === 0) list.append(nothing());
    list.hidden = words.length === 0;
  });
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  const close = () => {
    list.hidden = true;
  };
  list.addEventListener('click', close);
  input.form?.addEventListener('keydown', ({ key }) => key === 'Escape' && close());
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** The sections that contain all words, those with more of them in the heading first. */
function search(sections: readonly Section[], words: readonly string[]): Section[] {
  const inHeading = ([, , heading]: Section) => {
    const text = heading.toLowerCase();
    return words.filter((word) => text.includes(word)).length;
  };
  return sections
    .filter((section) => {
      const text = `${section[1]} ${section[2]} ${section[3]}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => inHeading(b) - inHeading(a))
    .slice(0, SHOWN);
}

function entryOf([address, guide, heading, text]: Section, words: readonly string[]): HTMLElement {
  const link = document.createElement('a');
  link.href = address;
  const title = document.createElement('b');
  title.textContent = heading;
  const place = document.createElement('span');
  place.textContent = guide;
  const excerpt = document.createElement('small');
  const at = text.toLowerCase().indexOf(words[0] ?? '');
  const from = Math.max(0, at - AROUND);
  excerpt.textContent = `${from > 0 ? '…' : ''}${text.slice(from, from + 3 * AROUND)}`;
  link.append(title, place, excerpt);
  const item = document.createElement('li');
  item.append(link);
  return item;
}

function nothing(): HTMLElement {
  const item = document.createElement('li');
  item.textContent = 'Nothing found.';
  return item;
}
