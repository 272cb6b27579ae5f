import { CONVERSATIONS_FORMAT, type NumberFormat } from '../../query/format.ts';

/**
 * The format of the conversations API, but with money to the millionth of a dollar, so that rows add up to its totals.
 */
export const REPORT_FORMAT: NumberFormat = { ...CONVERSATIONS_FORMAT, dollars: { decimals: 6 } };
