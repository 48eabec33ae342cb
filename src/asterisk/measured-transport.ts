import type { Clock } from '../shared/clock.ts';
import type { AriEventHandlers, AriEventSocket, AriRequest, AriResponse, AriTransport } from './transport.ts';

/** Where the figures of one node go. */
export interface NodeMetrics {
  ariRequest(node: string, outcome: 'ok' | 'refused' | 'failed' | 'no-answer', ms: number): void;
  ariConnected(node: string): void;
  ariCut(node: string, why: 'lost' | 'refused' | 'unreachable'): void;
}

/** The same wire, with its commands timed and its event streams counted. */
export function measuredTransport(inner: AriTransport, node: string, metrics: NodeMetrics, clock: Clock): AriTransport {
  return {
    request: async (request: AriRequest): Promise<AriResponse> => {
      const from = clock.now();
      try {
        const answer = await inner.request(request);
        metrics.ariRequest(node, outcomeOf(answer.status), Math.max(0, clock.now() - from));
        return answer;
      } catch (error) {
        metrics.ariRequest(node, 'no-answer', Math.max(0, clock.now() - from));
        throw error;
      }
    },
    openEvents: (application: string, handlers: AriEventHandlers): AriEventSocket =>
      inner.openEvents(application, {
        open: () => {
          metrics.ariConnected(node);
          handlers.open();
        },
        event: (event) => handlers.event(event),
        badFrame: () => handlers.badFrame(),
        closed: (why) => {
          if (why.kind !== 'ours') metrics.ariCut(node, why.kind);
          handlers.closed(why);
        },
      }),
    close: () => inner.close(),
  };
}

function outcomeOf(status: number): 'ok' | 'refused' | 'failed' {
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'ok';
}
