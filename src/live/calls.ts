/** What a tenant's hub of live figures takes by call, for the type of its binding. Its class is hub.ts. */
export interface LiveHubCalls extends Rpc.DurableObjectBranded {
  /** Keeps what a ticket opens until the ticket expires (milliseconds UTC). Says why it is refused, if it is. */
  keepTicket(id: string, subscription: string, expiresAt: number): Promise<'kept' | 'full'>;
  /**
   * Tells that figures may have changed. Returns for how many seconds the caller need not tell it again: 0 if somebody
   * listens.
   */
  poke(): Promise<number>;
  fetch(request: Request): Promise<Response>;
}

/** The binding of the hubs, by the slug of their tenant. */
export type LiveHubs = DurableObjectNamespace<LiveHubCalls>;

/** The header in which the Worker names the ticket of the socket that it asks the hub for. */
export const TICKET_HEADER = 'X-Live-Ticket';
