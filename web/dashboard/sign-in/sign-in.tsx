import { useEffect, useRef, useState } from 'preact/hooks';
import { useTexts } from '../messages/language.ts';
import {
  exchange,
  type Failure,
  failureOf,
  hasOrganisation,
  isSignedIn,
  organisationAddress,
  takeFromAddress,
} from './exchange.ts';
import './sign-in.css';
import { SIGN_IN } from './texts.ts';

interface Props {
  onSignedIn(): void;
  /** Shown above the form, such as why somebody has to sign in again. */
  message?: string;
}

/**
 * Signs in with a pasted credential, with the organisation if there is one, or at once with the ticket in the address.
 */
export function SignIn({ onSignedIn, message }: Props) {
  const texts = useTexts(SIGN_IN);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | 'missing'>();
  const [organisation, setOrganisation] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function attempt(sent: Parameters<typeof exchange>[0]): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    const found = await exchange(sent);
    setBusy(false);
    // A link opened again in the browser that it has signed in.
    if (!found || ('ticket' in sent && (await isSignedIn()))) onSignedIn();
    else setFailure(found);
  }

  useEffect(() => {
    const ticket = takeFromAddress('ticket');
    setFailure(failureOf(takeFromAddress('sign_in')));
    if (ticket) void attempt({ ticket });
    void hasOrganisation().then(setOrganisation);
  }, []);
  useEffect(() => {
    if (failure && !isBusy) input.current?.focus();
  }, [failure, isBusy]);

  function submit(event: Event): void {
    event.preventDefault();
    const credential = input.current?.value.trim() ?? '';
    if (credential === '') setFailure('missing');
    else void attempt({ credential });
  }

  return (
    <main class="sign-in">
      <form class="sign-in-card" onSubmit={submit} aria-busy={isBusy}>
        <h1>{texts.title}</h1>
        {message && <p class="sign-in-message">{message}</p>}
        {failure && (
          <p class="sign-in-failure" id="sign-in-failure" role="alert">
            {textOf(failure, texts)}
          </p>
        )}
        {organisation && (
          <>
            <a class="sign-in-organisation" href={organisationAddress()}>
              {texts.organisation}
            </a>
            <p class="sign-in-or">{texts.or}</p>
          </>
        )}
        <label for="sign-in-credential">{texts.credential}</label>
        <input
          ref={input}
          id="sign-in-credential"
          type="password"
          autocomplete="off"
          spellcheck={false}
          aria-describedby={failure ? 'sign-in-failure sign-in-hint' : 'sign-in-hint'}
          aria-invalid={failure !== undefined}
        />
        <p class="sign-in-hint" id="sign-in-hint">
          {texts.hint}
        </p>
        <button type="submit" disabled={isBusy}>
          {isBusy ? texts.busy : texts.submit}
        </button>
      </form>
    </main>
  );
}

function textOf(failure: Failure | 'missing', texts: (typeof SIGN_IN)['en']): string {
  if (failure === 'missing' || failure === 'unreachable') return texts[failure];
  return 'reason' in failure ? texts.reasons[failure.reason] : failure.detail;
}
