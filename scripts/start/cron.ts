const MINUTE_MS = 60_000;
const EVERY_MINUTE = '* * * * *';
const NIGHTLY = { cron: '17 2 * * *', hour: 2, minute: 17 };
const HOURLY = { cron: '47 * * * *', minute: 47 };

function due(now: Date): string[] {
  const isNight = now.getUTCHours() === NIGHTLY.hour && now.getUTCMinutes() === NIGHTLY.minute;
  const isHourly = now.getUTCMinutes() === HOURLY.minute;
  return [EVERY_MINUTE, ...(isNight ? [NIGHTLY.cron] : []), ...(isHourly ? [HOURLY.cron] : [])];
}

/** Local servers do not run cron triggers, so this fires those of wrangler.toml. Returns a function that stops it. */
export function fireCronTriggers(url: string): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    for (const cron of due(new Date())) {
      const query = new URLSearchParams({ cron });
      // Failures appear in the server's own output; the next minute tries again.
      await fetch(`${url}/cdn-cgi/handler/scheduled?${query}`)
        .then((answer) => answer.text())
        .catch(() => null);
    }
    busy = false;
  }, MINUTE_MS);
  return () => clearInterval(timer);
}
