import { keepCredential, keptCredential } from './credential.ts';

/** As the documents write them. */
const LOCAL_ORIGIN = 'http://127.0.0.1:8787';
const KEY = /cmk_[a-z0-9-]+_…|\$\{?KEY\b\}?/g;

/**
 * Makes the commands of a guide ready to paste: the address is that of this server, and an API key that is pasted into
 * the form above them replaces the placeholder. Without commands that need a key there is no form.
 */
export function fillCommands(guide: Element): void {
  const commands = [...guide.querySelectorAll('pre code')].map((element) => ({
    element,
    text: (element.textContent ?? '').replaceAll(LOCAL_ORIGIN, location.origin),
  }));
  const show = (credential: string) => {
    for (const { element, text } of commands) {
      const filled = credential ? text.replaceAll(KEY, credential) : text;
      if (element.textContent !== filled) element.textContent = filled;
    }
  };
  show(keptCredential());
  const first = commands.find(({ text }) => text.search(KEY) >= 0);
  if (first) first.element.closest('pre')?.before(credentialForm(show));
}

function credentialForm(show: (credential: string) => void): HTMLElement {
  const form = document.createElement('form');
  form.className = 'credential';
  const label = document.createElement('label');
  label.textContent = 'Your API key, to fill it into the commands';
  const input = document.createElement('input');
  // Not `password`: browsers would offer to save it.
  Object.assign(input, { type: 'text', id: 'credential', autocomplete: 'off', spellcheck: false });
  Object.assign(input, { placeholder: 'cmk_…', value: keptCredential() });
  label.htmlFor = input.id;
  const note = document.createElement('small');
  note.textContent = 'Kept by this tab, forgotten when it is closed, and sent nowhere by this form.';
  form.append(label, input, note);
  form.addEventListener('submit', (event) => event.preventDefault());
  input.addEventListener('input', () => {
    const credential = input.value.trim();
    keepCredential(credential);
    show(credential);
  });
  return form;
}
