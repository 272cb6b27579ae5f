export function SignIn({ onSignedIn }: { onSignedIn(): void }) {
  return (
    <button type="button" onClick={onSignedIn}>
      Sign in
    </button>
  );
}
