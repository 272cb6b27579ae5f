import { CONVERSATIONS_FORMAT, type NumberFormat } from '../../query/format.ts';

/** As the routes show conversations, but money to the millionth of a dollar: whoever adds up rows gets the route's sum. */
export const REPORT_FORMAT: NumberFormat = { ...CONVERSATIONS_FORMAT, dollars: { decimals: 6 } };
