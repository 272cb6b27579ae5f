/** The result of a dependency audit; `lines` are for people. */
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
 * Judges the output of `npm audit --json`: vulnerabilities of high or critical severity fail. If the registry supports
 * no audits or the network is down, the check is skipped.
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
