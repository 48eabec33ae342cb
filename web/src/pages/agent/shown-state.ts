import type { TFunction } from 'i18next';
import type { BreakReason, Seat } from '../../api/agent.ts';
import { locale } from '../../i18n/index.ts';
import { STATE_COLOURS } from '../../theme.ts';

export interface ShownState {
  /** The state in words, with its reason. */
  text: string;
  colour: string;
}

/** The engine's pause for a result that is missing (RULES.md "Results"). */
const UNFILLED = 'unfilled-result';

/** The words and colours of docs/PAGES.md for a seat. `onHold`: the customer waits. */
export function shownState(t: TFunction, seat: Seat, onHold: boolean): ShownState {
  switch (seat.state) {
    case 'idle':
      return { text: t('state.idle'), colour: STATE_COLOURS.idle };
    case 'preview':
      return { text: t('state.preview'), colour: STATE_COLOURS.preview };
    case 'reserved':
    case 'dialing':
      return { text: t('state.dialing'), colour: STATE_COLOURS.dialing };
    case 'talking':
      return { text: t(onHold ? 'state.hold' : 'state.talking'), colour: STATE_COLOURS.talking };
    case 'wrapup':
      return { text: t('state.wrapup'), colour: STATE_COLOURS.wrapup };
    case 'paused':
      return pausedState(t, seat);
    case 'connecting':
      return { text: t('state.connecting'), colour: STATE_COLOURS.dialing };
    case 'offline':
      return { text: t('state.offline'), colour: STATE_COLOURS.offline };
  }
}

function pausedState(t: TFunction, { reason, breakReasons }: Seat): ShownState {
  const known = breakReasons.find((one) => one.key === reason);
  if (reason === UNFILLED) return { text: t('state.unfilled'), colour: STATE_COLOURS.notReady };
  if (known?.kind === 'break') {
    return { text: `${t('state.break')} · ${reasonName(known)}`, colour: STATE_COLOURS.break };
  }
  return { text: t('state.notReady'), colour: STATE_COLOURS.notReady };
}

export function reasonName(reason: BreakReason): string {
  return locale() === 'en' ? reason.nameEn : reason.nameZh;
}
