import type { ComponentType } from 'preact';
import { Nothing } from '../components/states.tsx';
import { useTexts } from '../messages/language.ts';
import { SETTINGS } from '../messages/settings.ts';
import { isAdmin, useSession } from '../session.ts';
import { ApiKeySettings } from '../settings/api-keys.tsx';
import { AuditLogSettings } from '../settings/audit-log.tsx';
import { CalendarSettings } from '../settings/calendars.tsx';
import { CombinationSettings } from '../settings/combinations.tsx';
import { OwnMetricSettings } from '../settings/own-metrics.tsx';
import { PolicySettings } from '../settings/policies.tsx';
import { TenantSettings } from '../settings/tenant.tsx';
import { Page } from '../shell/page.tsx';
import { useView } from '../view/use-view.tsx';
import '../styles/forms.css';
import '../styles/records.css';

interface Section {
  name: keyof (typeof SETTINGS)['en']['sections'];
  Content: ComponentType;
  /** Whether every reader may see it; what changes it is for administrators alone. */
  isForReaders?: boolean;
}

const SECTIONS: readonly Section[] = [
  { name: 'tenant', Content: TenantSettings },
  { name: 'keys', Content: ApiKeySettings },
  { name: 'policies', Content: PolicySettings, isForReaders: true },
  { name: 'calendars', Content: CalendarSettings },
  { name: 'metrics', Content: OwnMetricSettings, isForReaders: true },
  { name: 'combinations', Content: CombinationSettings, isForReaders: true },
  { name: 'audit', Content: AuditLogSettings },
];

/** The settings of the tenant, a section each. */
export function SettingsPage() {
  const { view, link } = useView();
  const session = useSession();
  const texts = useTexts(SETTINGS);
  const isAllowed = ({ isForReaders }: Section) => isForReaders || isAdmin(session);
  const usual = SECTIONS.find(isAllowed)!;
  const section = SECTIONS.find(({ name }) => name === view.path[1]) ?? usual;
  return (
    <Page title={texts.title} controls="none">
      <nav class="tabs" aria-label={texts.title}>
        {SECTIONS.map(({ name }) => (
          <a
            key={name}
            href={link({ path: ['settings', name], own: {} })}
            aria-current={name === section.name ? 'page' : undefined}
          >
            {texts.sections[name]}
          </a>
        ))}
      </nav>
      {isAllowed(section) ? (
        <section.Content key={`${section.name} ${session.tenant}`} />
      ) : (
        <Nothing title={texts.adminsOnly}>{texts.adminsOnlyHint(session.role ?? texts.key)}</Nothing>
      )}
    </Page>
  );
}
