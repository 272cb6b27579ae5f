import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import icon from '../icon.svg';
import { LANGUAGES, type Language, useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { useSession } from '../session.ts';
import { useView } from '../view/use-view.tsx';
import { PAGES } from './pages.tsx';

/** The frame: navigation, the reader's choices, and the page. */
export function Shell(props: {
  language: Language;
  chooseLanguage(language: Language): void;
  children: ComponentChildren;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const session = useSession();
  const texts = useTexts(SHELL);
  const { view, link } = useView();
  const [current = 'overview'] = view.path;
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {texts.skip}
      </a>
      <aside class="side" data-open={isOpen}>
        <div class="side-top">
          <a class="brand" href={link({ path: [], own: {} })}>
            <img src={icon} alt="" /> Callmeter
          </a>
          <button
            type="button"
            class="button menu-button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {texts.menu}
          </button>
        </div>
        <nav aria-label={texts.menu}>
          <ul>
            {PAGES.filter(({ isListed }) => isListed).map(({ name }) => (
              <li key={name}>
                <a
                  href={link({ path: name === 'overview' ? [] : [name], own: {} })}
                  aria-current={name === current ? 'page' : undefined}
                  onClick={() => setIsOpen(false)}
                >
                  {texts.pages[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="side-foot">
          {session.tenants.length > 1 && (
            <label class="field">
              {texts.tenant}
              <select value={session.tenant} onChange={(event) => session.choose(event.currentTarget.value)}>
                {session.tenants.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
          )}
          <label class="field">
            {texts.language}
            <select
              value={props.language}
              onChange={(event) => props.chooseLanguage(event.currentTarget.value as Language)}
            >
              {Object.entries(LANGUAGES).map(([name, shown]) => (
                <option key={name} value={name}>
                  {shown}
                </option>
              ))}
            </select>
          </label>
          <a class="small" href="/docs" target="_blank" rel="noreferrer">
            {texts.documentation}
          </a>
          <button type="button" class="button" onClick={() => session.signOut()}>
            {texts.signOut}
          </button>
        </div>
      </aside>
      <main class="main" id="content" tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}
