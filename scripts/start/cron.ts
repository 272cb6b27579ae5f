const MINUTE_MS = 60_000;
const EVERY_MINUTE = '* * * * *';
const NIGHTLY = { cron: '17 2 * * *', hour: 2, minute: 17 };
const HOURLY = { cron: '47 * * * *', minute: 47 };

function due(now: Date): string[] {
  const isNight = now.getUTCHours() === NIGHTLY.hour && now.getUTCMinutes() === NIGHTLY.minute;
  const isHourly = now.getUTCMinutes() === HOURLY.minute;
  return [EVERY_MINUTE, ...(isNight ? [NIGHTLY.cron] : []), ...(isHourly ? [HOURLY.cron] : [])];
}

/** Local servers have no clock of their own: this fires the cron triggers of wrangler.toml. Returns the way to stop. */
export function fireCronTriggers(url: string): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    for (const cron of due(new Date())) {
      const query = new URLSearchParams({ cron });
      // What fails is in the server's own output, and is tried again in a minute.
      await fetch(`${url}/cdn-cgi/handler/scheduled?${query}`)
        .then((answer) => answer.text())
        .catch(() => null);
    }
    busy = false;
  }, MINUTE_MS);
  return () => clearInterval(timer);
}
