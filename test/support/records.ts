/** A record as a sender writes it. */
export type Sent = Readonly<Record<string, unknown>>;

/** A completed call at noon UTC of 10 March 2026, and what is said otherwise. */
export function aCall(id: string, fields: Sent = {}): Sent {
  return {
    type: 'interaction',
    id,
    kind: 'call',
    status: 'completed',
    started_at: '2026-03-10T12:00:00Z',
    ...fields,
  };
}

/** The same as a web chat. */
export function aChat(id: string, fields: Sent = {}): Sent {
  return aCall(id, { kind: 'conversation', channel: 'webchat', ...fields });
}

/** A rating of the interaction, an hour after it began. */
export function aRating(id: string, interactionId: string, rating: number | null, fields: Sent = {}): Sent {
  return {
    type: 'evaluation',
    id,
    interaction_id: interactionId,
    rating,
    responded_at: '2026-03-10T13:00:00Z',
    ...fields,
  };
}

/** The removal of a record. */
export function removal(type: string, id: string): Sent {
  return { type, id, deleted: true };
}

/** So many things made from 1, 2, 3 … */
export function times<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}
