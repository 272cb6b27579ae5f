import { combinedHolding, type Holding } from '../../privacy/erasure/holding.ts';
import type { Source, SourceContext } from '../section.ts';
import type { ExportRequest, ExportSpec } from '../spec.ts';
import { analyticsHolding, analyticsSource } from './analytics.ts';
import { QUERY_HOLDS, querySource } from './query.ts';
import { reportHolding, reportSource } from './report.ts';
import { REVIEWS_HOLD, reviewsSource } from './reviews.ts';
import { TENANT_HOLDS, tenantSource } from './tenant.ts';

/**
 * Opens the source of an export without reading anything. Throws if its sections hold other data than its job declares.
 */
export function sourceOf(context: SourceContext, request: ExportRequest): Source {
  const source = opened(context, request);
  const held = combinedHolding(source.sections.map(({ holds }) => holds));
  const declared = holdingOf(request.spec);
  if (held !== declared) {
    throw new Error(
      `The sections of an export of ${request.spec.kind} have ${held}, but its job declares ${declared}.`,
    );
  }
  return source;
}

/** Which data of interactions an export holds. Known when the job is created; erasures use it to withdraw files. */
export function holdingOf(spec: ExportSpec): Holding {
  switch (spec.kind) {
    case 'reviews':
      return REVIEWS_HOLD;
    case 'report':
      return reportHolding(spec);
    case 'analytics':
      return analyticsHolding(spec);
    case 'query':
      return QUERY_HOLDS;
    case 'tenant':
      return TENANT_HOLDS;
  }
}

function opened(context: SourceContext, request: ExportRequest): Source {
  const { spec } = request;
  switch (spec.kind) {
    case 'reviews':
      return reviewsSource(context, { ...request, spec });
    case 'report':
      return reportSource(context, { ...request, spec });
    case 'analytics':
      return analyticsSource(context, { ...request, spec });
    case 'query':
      return querySource(context, { ...request, spec });
    case 'tenant':
      return tenantSource(context, { ...request, spec });
  }
}
