import { useState } from 'preact/hooks';
import { useMembers } from '../api/members.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { Select } from './form-fields.tsx';

/** A field of a form that chooses a member of a dimension; the search narrows long lists. */
export function MemberSelect(props: { dimension: string; name: string; label: string }) {
  const texts = useTexts(SHELL);
  const [search, setSearch] = useState('');
  const members = useMembers(props.dimension, search);
  return (
    <>
      <label class="field">
        {texts.search}
        <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      </label>
      <Select
        key={members?.map(({ id }) => id).join(' ')}
        name={props.name}
        label={props.label}
        options={(members ?? []).map(({ id, name }) => [id, name])}
        {...(members?.length === 0 && { hint: texts.nothingFound })}
      />
    </>
  );
}
