import { useEffect, useMemo, useState } from 'preact/hooks';
import { whenSignedOut } from './api/request.ts';
import {
  firstLanguage,
  keepLanguage,
  type Language,
  LanguageContext,
  useTexts,
} from './messages/language.ts';
import { SHELL } from './messages/shell.ts';
import { type Session, SessionContext, type SignedIn, signOut, whoIsSignedIn } from './session.ts';
import { PAGES } from './shell/pages.tsx';
import { Shell } from './shell/shell.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { useView, ViewProvider } from './view/use-view.tsx';

const KEPT_TENANT = 'callmeter.tenant';

/** The dashboard: signing in, then the page of the address. */
export function App() {
  const [language, setLanguage] = useState<Language>(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const chooseLanguage = (chosen: Language) => {
    keepLanguage(chosen);
    setLanguage(chosen);
  };
  return (
    <LanguageContext.Provider value={language}>
      <SignedInApp language={language} chooseLanguage={chooseLanguage} />
    </LanguageContext.Provider>
  );
}

function SignedInApp(props: { language: Language; chooseLanguage(language: Language): void }) {
  const [state, setState] = useState<SignedIn | 'unknown' | 'nobody'>('unknown');
  const look = () =>
    whoIsSignedIn(localStorage.getItem(KEPT_TENANT)).then(
      (found) => setState(found),
      () => setState('nobody'),
    );
  useEffect(() => {
    whenSignedOut(() => setState('nobody'));
    if (new URLSearchParams(location.search).has('ticket')) setState('nobody');
    else void look();
  }, []);
  const session = useMemo<Session | undefined>(() => {
    if (typeof state === 'string') return undefined;
    return {
      ...state,
      choose(name) {
        localStorage.setItem(KEPT_TENANT, name);
        void look();
      },
      async signOut() {
        await signOut().catch(() => {});
        setState('nobody');
      },
    };
  }, [state]);
  if (state === 'unknown') return null;
  if (!session) return <SignIn onSignedIn={look} />;
  return (
    <SessionContext.Provider value={session}>
      <ViewProvider>
        <Shell {...props}>
          <CurrentPage />
        </Shell>
      </ViewProvider>
    </SessionContext.Provider>
  );
}

function CurrentPage() {
  const { view, link } = useView();
  const texts = useTexts(SHELL);
  const [name = 'overview'] = view.path;
  const found = PAGES.find((page) => page.name === name);
  if (found) return <found.Page />;
  return (
    <>
      <h1>{texts.unknownPage}</h1>
      <p>
        <a href={link({ path: [], own: {} })}>{texts.toOverview}</a>
      </p>
    </>
  );
}
