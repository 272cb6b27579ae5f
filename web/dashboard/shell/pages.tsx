import type { ComponentType } from 'preact';
import { lazy } from './lazy.tsx';

interface DashboardPage {
  /** The first segment of its path; the overview is also at the root. */
  name: string;
  /** Whether the navigation lists it. */
  isListed: boolean;
  Page: ComponentType;
}

const page = (name: string, load: () => Promise<ComponentType>, isListed = true): DashboardPage => ({
  name,
  isListed,
  Page: lazy(load),
});

/** Every page, in the order of the navigation. Each is loaded when it is first shown. */
export const PAGES: readonly DashboardPage[] = [
  page('now', async () => (await import('../pages/now.tsx')).NowPage),
  page('overview', async () => (await import('../pages/overview.tsx')).OverviewPage),
  page('queues', async () => (await import('../pages/queues.tsx')).QueuesPage),
  page('agents', async () => (await import('../pages/agents.tsx')).AgentsPage),
  page('conversations', async () => (await import('../pages/conversations.tsx')).ConversationsPage),
  page('quality', async () => (await import('../pages/quality.tsx')).QualityPage),
  page('satisfaction', async () => (await import('../pages/satisfaction.tsx')).SatisfactionPage),
  page('costs', async () => (await import('../pages/costs.tsx')).CostsPage),
  page('explore', async () => (await import('../pages/explore.tsx')).ExplorePage),
  page('records', async () => (await import('../pages/records.tsx')).RecordsPage, false),
  page('dashboards', async () => (await import('../pages/dashboards.tsx')).DashboardsPage),
  page('exports', async () => (await import('../pages/exports.tsx')).ExportsPage),
  page('settings', async () => (await import('../pages/settings.tsx')).SettingsPage),
];
