import { useState } from 'preact/hooks';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';

const SHOWN_MS = 2_000;

/** Copies a text, and says so for a moment. `name` says what it copies, to those who do not see what is beside it. */
export function CopyButton({ text, name }: { text: string; name: string }) {
  const texts = useTexts(SHELL);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" class="button" aria-label={`${texts.copy}: ${name}`} onClick={() => void copy()}>
      <span aria-live="polite">{isCopied ? texts.copied : texts.copy}</span>
    </button>
  );
}
