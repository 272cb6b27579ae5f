import type { TenantStore } from '../db/tenant-store.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { TenantSettings } from '../tenants/settings.ts';
import type { Overview } from './document.ts';
import type { ExportRequest } from './spec.ts';
import type { DeclaredSection } from './table.ts';

/** The content of an export. */
export interface Source {
  title: string;
  layout: 'rows' | 'sections';
  sections: readonly DeclaredSection[];
  /** Only for PDF files. */
  overview(): Promise<Overview>;
}

/** What sources need to read. */
export interface SourceContext {
  store: TenantStore;
  tenant: TenantSettings;
  keys: TenantKeys;
  /** When the export was requested, in seconds UTC: deadlines are judged as of then. */
  now: number;
}

/** Opens the source of one kind of export. */
export type OpenSource<Spec> = (context: SourceContext, request: ExportRequest & { spec: Spec }) => Source;
