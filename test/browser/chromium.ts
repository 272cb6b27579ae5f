import { accessSync, constants } from 'node:fs';

/** Where distributions install Chromium or a browser that is built from it. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of the browser that tests drive: that of the variable CHROMIUM, or the first that is installed, or null. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM;
  return (named ? [named] : PLACES).find(isExecutable) ?? null;
}

/** What to tell somebody whose machine has no browser. */
export const NO_CHROMIUM =
  'Browser tests are SKIPPED: no Chromium was found. Install one (Debian: apt-get install chromium), or name its path ' +
  `in the variable CHROMIUM. Looked at: ${PLACES.join(', ')}.`;

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
