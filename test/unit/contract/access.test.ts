import { expect, test } from 'vitest';
import { ROUTES } from '../../../src/api/registry.ts';
import { ROLES } from '../../../src/auth/roles.ts';
import { operationsOf } from '../../../src/http/operation.ts';

/** The roles in the order of ROLES, a letter each; a dot for a role that may not. */
const LETTERS = 'agsmurAOS';

/** Who may call what, written by hand: an operation, the scope that an API key needs (- for none), and the roles. */
const ACCESS = `
root                       -                 anybody
healthz                    -                 anybody
securityTxt                -                 anybody
openapi                    -                 anybody
listTenants                -                 ........S
createTenant               -                 ........S
getTenant                  -                 ......AOS
patchTenant                -                 ......AOS
deleteTenant               -                 ........S
restoreTenant              -                 ........S
listRemovedTenants         -                 ........S
exportTenant               -                 .......OS
tenantExportStatus         -                 .......OS
rotateSecret               -                 ........S
listApiKeys                -                 ......AOS
createApiKey               -                 ......AOS
patchApiKey                -                 ......AOS
rotateApiKey               -                 ......AOS
revokeApiKey               -                 ......AOS
revokeSessions             -                 ......AOS
signIn                     -                 anybody
whoAmI                     -                 anybody
signOut                    -                 anybody
signInOptions              -                 anybody
oidcStart                  -                 anybody
oidcCallback               -                 anybody
usage                      -                 ......AOS
auditLog                   -                 ......AOS
verifyAuditLog             -                 ......AOS
listWebhooks               -                 ......AOS
createWebhook              -                 ......AOS
getWebhook                 -                 ......AOS
patchWebhook               -                 ......AOS
deleteWebhook              -                 ......AOS
rotateWebhook              -                 ......AOS
testWebhook                -                 ......AOS
listWebhookDeliveries      -                 ......AOS
retryWebhookDelivery       -                 ......AOS
quarantineList             -                 ......AOS
quarantineRetry            -                 ......AOS
ingest                     ingest:write      ......AOS
customersErase             customers:erase   ......AOS
query                      analytics:read    .gsmurAOS
queryGet                   analytics:read    .gsmurAOS
queryExportCreate          analytics:export  ...m..AOS
queryExportStatus          analytics:export  ...m..AOS
listAttributes             analytics:read    .gsmurAOS
putAttributes              -                 ......AOS
listCalendars              -                 ......AOS
putCalendar                -                 ......AOS
deleteCalendar             -                 ......AOS
listMetrics                analytics:read    .gsmurAOS
listDashboards             analytics:read    .gsmurAOS
createDashboard            -                 .gsmurAOS
getDashboard               analytics:read    .gsmurAOS
putDashboard               -                 .gsmurAOS
deleteDashboard            -                 .gsmurAOS
createMetric               -                 ......AOS
patchMetric                -                 ......AOS
deleteMetric               -                 ......AOS
listDimensions             analytics:read    .gsmurAOS
listCombinations           analytics:read    .gsmurAOS
createCombination          -                 ......AOS
deleteCombination          -                 ......AOS
listServiceLevelPolicies   analytics:read    .gsmurAOS
createServiceLevelPolicy   -                 ......AOS
freezeServiceLevelPolicies -                 ......AOS
listMembers                analytics:read    .gsmurAOS
callsOverview              analytics:read    ...m..AOS
conversationsOverview      analytics:read    .gsmurAOS
callsHourly                analytics:read    ...m..AOS
callsAgents                analytics:read    ...m..AOS
callsTrends                analytics:read    ...m..AOS
callsRefreshViews          analytics:refresh ...m..AOS
qualitySummary             analytics:read    .gsmurAOS
qualityCampaigns           analytics:read    .gsmurAOS
qualityCallCenters         analytics:read    .gsmurAOS
qualityExecutives          analytics:read    .gsmurAOS
qualityTrends              analytics:read    .gsmurAOS
qualityExport              analytics:export  ...m..AOS
qualityExportStatus        analytics:read    .gsmurAOS
conversationsBreakdown     analytics:read    .gsmurAOS
conversationsCosts         analytics:read    .gsmurAOS
conversationsSentiment     analytics:read    .gsmurAOS
conversationsIntents       analytics:read    .gsmurAOS
reportCreate               analytics:export  ...m..AOS
reportStatus               analytics:read    .gsmurAOS
reportDownload             analytics:export  ...m..AOS
evaluationsList            evaluations:read  agsm..AOS
evaluationsGet             evaluations:read  agsm..AOS
evaluationsStats           evaluations:read  agsm..AOS
evaluationsCreate          evaluations:write agsm..AOS
evaluationsCreatePublic    -                 anybody
voiceCallMetrics           analytics:read    .gsmurAOS
voiceResolutionRates       analytics:read    .gsmurAOS
voiceUsagePatterns         analytics:read    .gsmurAOS
voiceExportCreate          analytics:export  ......A.S
voiceExportList            analytics:export  ......A.S
voiceExportDownload        analytics:export  ......A.S
voiceSearch                analytics:read    .gsmurAOS
interactionsGet            analytics:read    .gsmurAOS
recordsBehind              analytics:read    .gsmurAOS
staffing                   analytics:read    .gsmurAOS
filesGet                   -                 anybody
liveTicket                 analytics:read    .gsmurAOS
liveStream                 -                 anybody
helpdeskOverview           analytics:read    .gsmurAOS
helpdeskSlaCompliance      analytics:read    .gsmurAOS
helpdeskCsat               analytics:read    .gsmurAOS
helpdeskCsatResponses      analytics:read    .gsmurAOS
helpdeskResolutionRates    analytics:read    .gsmurAOS
helpdeskTeams              analytics:read    .gsmurAOS
helpdeskInsights           analytics:read    .gsmurAOS
helpdeskUnifiedOverview    analytics:read    .gsmurAOS
helpdeskAggregationHealth  analytics:read    .gsmurAOS
`;

test('every operation may be called by exactly the roles and keys of this table', () => {
  expect(ROLES).toEqual([
    'attendant',
    'agent',
    'supervisor',
    'manager',
    'tenant_user',
    'tenant_readonly',
    'tenant_admin',
    'tenant_owner',
    'super_admin',
  ]);
  const expected = ACCESS.trim()
    .split('\n')
    .map((line) => line.split(/ +/).join(' '));
  const declared = ROUTES.flatMap(operationsOf).map(({ id, permission }) => {
    if (!permission) return `${id} - anybody`;
    const letters = ROLES.map((role, index) => (permission.roles.includes(role) ? LETTERS[index] : '.'));
    return `${id} ${permission.scope ?? '-'} ${letters.join('')}`;
  });
  expect(declared.sort()).toEqual(expected.sort());
});
