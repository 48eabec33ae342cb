import type { AriEventHandlers, AriEventSocket, AriRequest, AriTransport } from './transport.ts';

/** The same wire, which tells how many event streams are open on it or being opened. */
export function countedTransport(inner: AriTransport, told: (streams: number) => void): AriTransport {
  let streams = 0;
  return {
    request: (request: AriRequest) => inner.request(request),
    openEvents: (application: string, handlers: AriEventHandlers): AriEventSocket => {
      streams += 1;
      told(streams);
      return inner.openEvents(application, {
        open: () => handlers.open(),
        event: (event) => handlers.event(event),
        badFrame: () => handlers.badFrame(),
        // Exactly one follows each opening (transport.ts).
        closed: (why) => {
          streams -= 1;
          told(streams);
          handlers.closed(why);
        },
      });
    },
    close: () => inner.close(),
  };
}
