import { isHarmless, SECRET_PATTERNS } from './patterns.ts';

/** Something that looks like a secret; `shown` is only the start of it. */
export interface Finding {
  file: string;
  line: number;
  kind: string;
  shown: string;
}

const SHOWN_CHARACTERS = 6;
/** Marks a line whose text looks like a secret but is not one. */
const ALLOWED = 'secret-scan: allow';

/** Finds what looks like a secret in the text of a file, line by line. */
export function findSecrets(file: string, text: string): Finding[] {
  return text.split('\n').flatMap((content, index) => {
    if (content.includes(ALLOWED)) return [];
    return SECRET_PATTERNS.flatMap(({ name, pattern }) =>
      [...content.matchAll(pattern)].flatMap(([whole, assigned]) => {
        if (assigned !== undefined && isHarmless(assigned)) return [];
        const shown = `${(assigned ?? whole).slice(0, SHOWN_CHARACTERS)}…`;
        return [{ file, line: index + 1, kind: name, shown }];
      }),
    );
  });
}
