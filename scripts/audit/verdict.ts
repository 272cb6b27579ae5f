/** What an audit of the dependencies came to; `lines` are for people. */
export interface Verdict {
  passed: boolean;
  lines: string[];
}

interface Report {
  auditReportVersion?: number;
  message?: string;
  vulnerabilities?: Record<string, { name: string; severity: string; range: string }>;
}

const FAILING: ReadonlySet<string> = new Set(['high', 'critical']);

/**
 * Judges what `npm audit --json` printed: faults of high or critical severity fail. Registries that do not answer
 * audits, and machines without a network, skip the check instead of failing it.
 */
export function verdictOf(printed: string): Verdict {
  const report = parsed(printed);
  if (report?.auditReportVersion === undefined) {
    const reason = report?.message ? ` (${report.message.split(' - ')[0]})` : '';
    return { passed: true, lines: [`skipped: the registry does not answer audits${reason}`] };
  }
  const all = Object.values(report.vulnerabilities ?? {});
  const lines = all.map(({ name, severity, range }) => `${severity}: ${name} ${range}`);
  const passed = !all.some(({ severity }) => FAILING.has(severity));
  return { passed, lines: lines.length > 0 ? lines : ['No known faults in what runs in production.'] };
}

function parsed(printed: string): Report | undefined {
  try {
    return JSON.parse(printed) as Report;
  } catch {
    return undefined;
  }
}
