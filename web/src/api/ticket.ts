import { ApiFault, api, must } from './client.ts';

const ANSWER_MS = 3_000;
/** After a silence it is asked for again each so many ms, so often, and so many times at once. */
const AGAIN_MS = 200;
const MOST_ASKED = 10;
const MOST_AT_ONCE = 3;

/**
 * One-time tickets for WebSockets, good for 30 s: a browser cannot send a header with those. After a silence it is asked for
 * more than once: the browser asks over connections that it has, up to six, and nobody tells it which of them are dead. A
 * question that is taken back takes its connection along, so that the next one goes over another, in the end over a new one.
 */
function ticket(kind: 'events' | 'sip', afterSilence: boolean): Promise<string> {
  const asked: AbortController[] = [];
  const most = afterSilence ? MOST_ASKED : 1;
  return new Promise((resolve, reject) => {
    let count = 0;
    let isSettled = false;
    const settle = (how: () => void): void => {
      isSettled = true;
      window.clearInterval(again);
      window.clearTimeout(late);
      how();
      for (const one of asked) one.abort();
    };
    const ask = (): void => {
      if (count >= most) return;
      count += 1;
      if (asked.length >= MOST_AT_ONCE) asked.shift()?.abort();
      const mine = new AbortController();
      asked.push(mine);
      must(api.POST('/api/v1/session/ticket', { body: { kind }, signal: mine.signal })).then(
        (given) => settle(() => resolve(given.ticket)),
        (error: unknown) => {
          if (!isSettled && !mine.signal.aborted) settle(() => reject(error));
        },
      );
    };
    const again = window.setInterval(ask, AGAIN_MS);
    const late = window.setTimeout(() => settle(() => reject(ApiFault.offline())), ANSWER_MS);
    ask();
  });
}

export const eventTicket = (afterSilence: boolean): Promise<string> => ticket('events', afterSilence);
export const sipTicket = (afterSilence: boolean): Promise<string> => ticket('sip', afterSilence);
