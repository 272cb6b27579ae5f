import type { Source, SourceContext } from '../source.ts';
import type { ExportRequest } from '../spec.ts';
import { analyticsSource } from './analytics.ts';
import { reportSource } from './report.ts';
import { reviewsSource } from './reviews.ts';
import { tenantSource } from './tenant.ts';

/** Opens what an export is made of; nothing is read yet. */
export function sourceOf(context: SourceContext, request: ExportRequest): Source {
  const { spec } = request;
  switch (spec.kind) {
    case 'reviews':
      return reviewsSource(context, { ...request, spec });
    case 'report':
      return reportSource(context, { ...request, spec });
    case 'analytics':
      return analyticsSource(context, { ...request, spec });
    case 'tenant':
      return tenantSource(context, { ...request, spec });
  }
}
