/** In the order of lists: the most urgent first. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;
