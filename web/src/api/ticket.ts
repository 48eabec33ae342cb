import { ApiFault, api, must } from './client.ts';

const ANSWER_MS = 3_000;
const AGAIN_MS = 500;
const MOST_ASKED = 3;

/**
 * One-time tickets for WebSockets, good for 30 s: a browser cannot send a header with those. After a silence it is asked for
 * more than once, side by side: the browser asks over connections that it has, and nobody tells it which of them are dead.
 */
function ticket(kind: 'events' | 'sip', afterSilence: boolean): Promise<string> {
  const over = new AbortController();
  const most = afterSilence ? MOST_ASKED : 1;
  return new Promise((resolve, reject) => {
    let asked = 0;
    const settle = (how: () => void): void => {
      window.clearInterval(again);
      window.clearTimeout(late);
      how();
      over.abort();
    };
    const ask = (): void => {
      if (asked >= most) return;
      asked += 1;
      must(api.POST('/api/v1/session/ticket', { body: { kind }, signal: over.signal })).then(
        (given) => settle(() => resolve(given.ticket)),
        (error: unknown) => settle(() => reject(error)),
      );
    };
    const again = window.setInterval(ask, AGAIN_MS);
    const late = window.setTimeout(() => settle(() => reject(ApiFault.offline())), ANSWER_MS);
    ask();
  });
}

export const eventTicket = (afterSilence: boolean): Promise<string> => ticket('events', afterSilence);
export const sipTicket = (afterSilence: boolean): Promise<string> => ticket('sip', afterSilence);
