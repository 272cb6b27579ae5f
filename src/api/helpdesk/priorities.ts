/** The most urgent first, as tables list them. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;
