import { CONVERSATION_STYLE, type Style } from '../../query/format.ts';

/** As the routes show conversations, but money to the millionth of a dollar: whoever adds up rows gets the route's sum. */
export const REPORT_STYLE: Style = { ...CONVERSATION_STYLE, dollars: { decimals: 6 } };
