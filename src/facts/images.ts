/** SQL that builds the images of facts/event.ts; every fragment stands in a statement bound to its tenant. */

/** Rows of `p` that are ended calls of `customer`, within `department` where one is named; by one index each. */
const callsOf = (customer: string, department?: string): string =>
  department === undefined
    ? `interactions p INDEXED BY interactions_by_customer
       WHERE p.tenant = ?1 AND p.is_call = 1 AND p.customer_id = ${customer}`
    : `interactions p INDEXED BY calls_by_customer_and_department
       WHERE p.tenant = ?1 AND p.is_call = 1 AND p.customer_id = ${customer} AND p.department_id = ${department}`;

/**
 * Start of the previous ended call of the same customer as interaction `it`, an SQL alias; null for the
 * first. Of calls within one second the smaller id comes first.
 */
export function previousCallSql(it: string, withinDepartment: boolean): string {
  const department = withinDepartment ? `${it}.department_id` : undefined;
  return `CASE WHEN ${it}.is_call = 1 AND ${it}.customer_id IS NOT NULL THEN (
    SELECT p.started_at FROM ${callsOf(`${it}.customer_id`, department)}
      AND (p.started_at, p.id) < (${it}.started_at, ${it}.id)
    ORDER BY p.started_at DESC, p.id DESC LIMIT 1) END`;
}

/** A call after which the next one is looked for; all SQL expressions. */
export interface CallSql {
  customer: string;
  startedAt: string;
  id: string;
  /** Only calls within this department. */
  department?: string | undefined;
}

/** Column of the next ended call of the same customer; null for none. */
export function nextCallSql(
  column: 'id' | 'started_at',
  { customer, startedAt, id, department }: CallSql,
): string {
  return `(SELECT p.${column} FROM ${callsOf(customer, department)}
      AND (p.started_at, p.id) > (${startedAt}, ${id})
    ORDER BY p.started_at, p.id LIMIT 1)`;
}

/** The stored interaction of that id as an InteractionImage in JSON; null where none is stored. */
export function interactionImageSql(id: string): string {
  return `(SELECT json_object(
      'i', json(i.body),
      'p', ${previousCallSql('i', false)},
      'q', ${previousCallSql('i', true)},
      'e', (SELECT json_group_array(json(e.body)) FROM evaluations e INDEXED BY evaluations_by_interaction
            WHERE e.tenant = ?1 AND e.interaction_id = i.id AND e.removed = 0),
      'r', (SELECT json_group_array(json(r.body)) FROM quality_reviews r INDEXED BY quality_reviews_by_interaction
            WHERE r.tenant = ?1 AND r.interaction_id = i.id AND r.removed = 0))
    FROM interactions i WHERE i.tenant = ?1 AND i.id = ${id} AND i.removed = 0)`;
}

/** A stored daily counter, SQL alias `c`, as a CounterImage in JSON; null for one that was removed. */
export const COUNTER_IMAGE_SQL = `CASE WHEN c.removed = 0 THEN json_object(
  'type', c.type, 'date', c.date, 'dimension_id', c.dimension_id, 'body', json(c.body)) END`;
