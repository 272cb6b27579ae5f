import type { Row } from '../api/query.ts';
import { useTexts } from '../messages/language.ts';
import { MEMBER_NAMES } from '../messages/member-names.ts';
import { SHELL } from '../messages/shell.ts';

/** How a member is called: by its record, as a fixed word in the reader's language, else its id as words. */
export function useMemberLabel(): (row: Row, dimension: string) => string {
  const fixed = useTexts(MEMBER_NAMES);
  const texts = useTexts(SHELL);
  return (row, dimension) => {
    const [id, name] = [row[dimension], row[`${dimension}_name`]];
    if (typeof name === 'string') return name;
    if (typeof id !== 'string') return texts.noMember;
    return fixed[id] ?? asWords(id);
  };
}

/** An id such as `order_status` as "Order status"; others stay as they are. */
function asWords(id: string): string {
  if (!/^[a-z]+(_[a-z]+)*$/.test(id)) return id;
  return (id[0]!.toUpperCase() + id.slice(1)).replaceAll('_', ' ');
}
