import { Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Seat } from '../../api/agent.ts';
import type { Me } from '../../api/session.ts';
import type { LinkState } from '../../events/socket.ts';
import { clockText } from '../../i18n/format.ts';
import { LanguageSwitch } from '../../parts/language-switch.tsx';
import { SignOut } from '../../parts/sign-out.tsx';
import { useNow } from '../../parts/use-now.ts';
import { MicLevel } from '../../softphone/level.tsx';
import type { PhoneView } from '../../softphone/use-softphone.ts';
import { DayFigures } from './day-figures.tsx';
import { reasonName, shownState } from './shown-state.ts';

interface Props {
  me: Me;
  seat: Seat;
  campaign: string | undefined;
  onHold: boolean;
  skew: number;
  /** When his break is over, by our clock, ms. */
  breakEndsAt: number | undefined;
  link: LinkState;
  phone: PhoneView;
  wish(state: 'ready' | 'paused' | 'offline', reason?: string): void;
}

/** Stays on top of every page of the desk: state, timer, campaign, line, name. */
export function TopBar({ me, seat, campaign, onHold, skew, breakEndsAt, link, phone, wish }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  const { text, colour } = shownState(t, seat, onHold);
  const since = seat.since === null ? undefined : now - skew - Date.parse(seat.since);
  return (
    <header className="top-bar">
      <Dropdown menu={stateMenu(t, seat, wish)} trigger={['click']}>
        <Button
          className="state"
          data-state={seat.state}
          style={{ background: colour, borderColor: colour, color: '#fff' }}
        >
          <b>{text}</b>
          {seat.state !== 'offline' && since !== undefined && <span className="timer">{clockText(since)}</span>}
          <span aria-hidden>▾</span>
        </Button>
      </Dropdown>
      {seat.state === 'paused' && breakEndsAt !== undefined && (
        <span className={now > breakEndsAt ? 'countdown soon' : 'countdown'} role="timer">
          {now > breakEndsAt
            ? t('desk.breakOver', { time: clockText(now - breakEndsAt) })
            : t('desk.breakLeft', { time: clockText(breakEndsAt - now) })}
        </span>
      )}
      {seat.leaving && <span className="leaving">{t('state.leaving')}</span>}
      {(seat.state === 'offline' || seat.state === 'paused') && (
        <Button type="primary" onClick={() => wish('ready')}>
          {t(seat.state === 'offline' ? 'desk.signIn' : 'desk.goReady')}
        </Button>
      )}
      <span className="campaign">{campaign ?? ''}</span>
      <DayFigures step={`${seat.state} ${seat.unfilled?.[0]?.attemptId ?? ''}`} />
      <PhonePart phone={phone} hasAccount={seat.phone !== null} />
      <LinkPart link={link} />
      <span className="name">
        {me.name} · {me.username}
      </span>
      <LanguageSwitch />
      <SignOut />
    </header>
  );
}

function PhonePart({ phone, hasAccount }: { phone: PhoneView; hasAccount: boolean }) {
  const { t } = useTranslation();
  if (!hasAccount) return null;
  if (!phone.wanted) {
    return (
      <Button size="small" onClick={() => phone.want(true)}>
        {t('desk.useSoftphone')}
      </Button>
    );
  }
  const words = {
    off: t('desk.phoneOff'),
    connecting: t('desk.phoneConnecting'),
    registered: t('desk.phoneOk'),
    failed: t('desk.phoneFailed'),
    denied: t('desk.micDenied'),
  };
  return (
    <span className="phone" data-phone={phone.state}>
      <MicLevel stream={phone.microphone} />
      <span className={phone.state === 'registered' ? 'ok' : 'not-ok'}>{words[phone.state]}</span>
      <Button size="small" type="text" onClick={() => phone.want(false)}>
        {t('desk.stopSoftphone')}
      </Button>
    </span>
  );
}

function LinkPart({ link }: { link: LinkState }) {
  const { t } = useTranslation();
  const words =
    link === 'open' ? 'desk.lineOk' : link === 'replaced' || link === 'ended' ? 'desk.lineLost' : 'desk.lineConnecting';
  return (
    <span className={link === 'open' ? 'link ok' : 'link not-ok'} data-link={link} role="status">
      ● {t(words)}
    </span>
  );
}

function stateMenu(t: ReturnType<typeof useTranslation>['t'], seat: Seat, wish: Props['wish']): MenuProps {
  const items: NonNullable<MenuProps['items']> = [{ key: 'ready', label: t('desk.goReady') }, { type: 'divider' }];
  for (const reason of seat.breakReasons) {
    if (reason.kind === 'break') {
      const minutes = reason.minutes === null ? '' : ` · ${reason.minutes} min`;
      items.push({ key: `paused ${reason.key}`, label: `${t('state.break')} · ${reasonName(reason)}${minutes}` });
    } else items.splice(1, 0, { key: `paused ${reason.key}`, label: t('state.notReady') });
  }
  items.push({ type: 'divider' }, { key: 'offline', label: t('desk.goOffline'), danger: true });
  return {
    items,
    onClick: ({ key }) => {
      const [state, reason] = key.split(' ');
      wish(state as 'ready' | 'paused' | 'offline', reason);
    },
  };
}
