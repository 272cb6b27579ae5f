/** The routes of calls that are compared with one SQL query over the facts. */
export const RAW_NAMES = ['overview', 'hourly', 'agents', 'trends'] as const;
export type RawFigures = (typeof RAW_NAMES)[number];
