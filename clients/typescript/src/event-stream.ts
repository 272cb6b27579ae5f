/** An event of a stream of server-sent events. */
export interface StreamEvent {
  event: string;
  data: string;
  id: string | undefined;
}

/** What a stream says beside its events: milliseconds before the next connection. */
export interface StreamState {
  retry: number | undefined;
}

/**
 * The events of a stream, as https://html.spec.whatwg.org/multipage/server-sent-events.html parses them. `onLine` is
 * called for every line, comments included: it shows that the connection lives.
 */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  state: StreamState,
  onLine: () => void,
): AsyncGenerator<StreamEvent, void, void> {
  let event: StreamEvent = { event: 'message', data: '', id: undefined };
  let hasData = false;
  for await (const line of linesOf(body)) {
    onLine();
    if (line === '') {
      if (hasData) yield event;
      event = { event: 'message', data: '', id: event.id };
      hasData = false;
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') {
      event.data = hasData ? `${event.data}\n${value}` : value;
      hasData = true;
    } else if (field === 'event') event.event = value;
    else if (field === 'id') event.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) state.retry = Number(value);
  }
}

/** Lines end with CR, LF or both. An unfinished line at the end is not one. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A CR at the end may be the first half of a line end.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
