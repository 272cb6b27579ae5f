import { expect, test } from 'vitest';
import { verdictOf } from '../../../scripts/audit/verdict.ts';

const report = (...severities: string[]) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      severities.map((severity, index) => [`p${index}`, { name: `p${index}`, severity, range: '<2.0.0' }]),
    ),
  });

test.each([
  [report(), true, ['No known faults in what runs in production.']],
  [report('low', 'moderate'), true, ['low: p0 <2.0.0', 'moderate: p1 <2.0.0']],
  [report('low', 'high'), false, ['low: p0 <2.0.0', 'high: p1 <2.0.0']],
  [report('critical'), false, ['critical: p0 <2.0.0']],
  [
    JSON.stringify({ message: '405 Method Not Allowed - POST https://registry.example/audit' }),
    true,
    ['skipped: the registry does not answer audits (405 Method Not Allowed)'],
  ],
  ['', true, ['skipped: the registry does not answer audits']],
])('%s', (printed, passed, lines) => {
  expect(verdictOf(printed)).toEqual({ passed, lines });
});
