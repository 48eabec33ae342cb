import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptPreview, dispose, extendWrapUp, type Seat, skipPreview, wishState } from '../../api/agent.ts';
import type { Me } from '../../api/session.ts';
import type { Pop } from '../../events/frames.ts';
import type { LinkState } from '../../events/socket.ts';
import { useCallKeys } from '../../keys/use-call-keys.ts';
import { FaultLine } from '../../parts/fault-line.tsx';
import { useSoftphone } from '../../softphone/use-softphone.ts';
import { BetweenCalls } from './between-calls.tsx';
import { CallButtons } from './call-buttons.tsx';
import { ColleaguesPopover } from './colleagues-popover.tsx';
import { CustomerPanel } from './customer-panel.tsx';
import { PreviewBar } from './preview-bar.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { ResultPanel } from './result-panel.tsx';
import { TopBar } from './top-bar.tsx';
import { useCallActions } from './use-call-actions.ts';
import { useColleagueName } from './use-colleague-name.ts';
import { useDraft } from './use-draft.ts';

interface Props {
  me: Me;
  seat: Seat;
  pop: Pop | null;
  skew: number;
  link: LinkState;
}

const BETWEEN_CALLS = ['idle', 'paused'];

/** Top bar, what waits (left), the customer (centre), what came of it (right). */
export function Desk({ me, seat, pop, skew, link }: Props) {
  const { t } = useTranslation();
  const phone = useSoftphone(seat.phone);
  const [number, setNumber] = useState('');
  /** What was missing when the result was to be given, and of which call. */
  const [lack, setLack] = useState<{ of: string | undefined; what: 'result' | 'time' }>();
  const inHand = seat.call?.attemptId ?? seat.wrapUp?.attemptId;
  // What is owed comes before anything new (RULES.md "Results", 未填).
  const unfilled = inHand === undefined && seat.state === 'paused' ? seat.unfilled?.[0] : undefined;
  const owed = unfilled?.attemptId;
  const subject = seat.state === 'preview' || seat.guest ? undefined : (inHand ?? owed);
  const call = useCallActions(seat.state === 'talking' ? inHand : undefined, seat.call?.onHold ?? false);
  const draft = useDraft(subject, unfilled === undefined ? (seat.wrapUp?.draft ?? seat.call?.draft) : unfilled.draft);
  const colleague = useColleagueName(seat.state === 'talking' ? seat.colleague : null);
  const results = pop?.results ?? [];
  const mayGive = seat.state === 'wrapup' || owed !== undefined;
  const mayDial = BETWEEN_CALLS.includes(seat.state) && owed === undefined;
  const mayType = me.permissions.includes('calls.dial-number');
  const ours = (at: string | null | undefined): number | undefined =>
    at === null || at === undefined ? undefined : Date.parse(at) + skew;

  const wish = (state: 'ready' | 'paused' | 'offline', reason?: string): void => {
    if (state === 'ready' && owed !== undefined) return setLack({ of: subject, what: 'result' });
    call.run(() => wishState(state, reason));
  };
  // Shown until it is there, whoever brings it: a click, a key, what the service kept.
  const isMissing = lack?.of === subject && (lack?.what === 'result' ? !draft.draft.result : !draft.draft.callBackAt);
  const fault = isMissing ? t(lack?.what === 'time' ? 'desk.chooseTime' : 'desk.chooseResult') : undefined;
  const choose = (key: string): void => {
    setLack(undefined);
    draft.change({ result: key });
  };
  const save = (): void => {
    if (subject === undefined || !mayGive || call.busy) return;
    const { result, callBackAt } = draft.newest();
    const chosen = results.find((one) => one.key === result);
    if (chosen === undefined) return setLack({ of: subject, what: 'result' });
    if (chosen.needs.includes('callBackAt') && !callBackAt) return setLack({ of: subject, what: 'time' });
    setLack(undefined);
    const given = { ...draft.newest(), result: chosen.key };
    if (!chosen.needs.includes('callBackAt')) Object.assign(given, { callBackAt: null, callBackFor: null });
    call.run(async () => {
      await draft.flush();
      await dispose(subject, given);
      draft.done();
      if (owed !== undefined) await wishState('ready');
    });
  };
  const previewId = seat.state === 'preview' ? (seat.preview?.attemptId ?? pop?.call.attemptId) : undefined;
  const accept = (): void => {
    if (previewId !== undefined) call.run(() => acceptPreview(previewId));
  };
  const extend = (): void => {
    if (seat.state === 'wrapup' && subject !== undefined && !seat.wrapUp?.extended)
      call.run(() => extendWrapUp(subject));
  };

  useCallKeys((key) => {
    switch (key.do) {
      case 'dial':
        if (previewId !== undefined) accept();
        else if (mayType && mayDial && number.trim() !== '') call.place({ number: number.trim() });
        return;
      case 'hold':
        return seat.guest ? undefined : call.toggleHold();
      case 'mute':
        if (phone.state === 'registered') phone.mute(!phone.muted);
        return;
      case 'transfer':
        if (seat.state === 'talking' && !seat.guest) call.setChoosing(!call.choosing);
        return;
      case 'keypad':
        if (seat.state === 'talking' && !seat.guest) call.setKeypad(!call.keypad);
        return;
      case 'hang-up':
        return call.pressHangUp();
      case 'extend':
        return extend();
      case 'save':
        return save();
      case 'result': {
        const chosen = results.find((one) => one.hotKey === String(key.hotKey));
        if (chosen !== undefined && subject !== undefined) choose(chosen.key);
      }
    }
  });

  const endsAt = seat.state === 'wrapup' ? ours(seat.wrapUp?.endsAt) : undefined;
  return (
    <div className="desk">
      <TopBar
        {...{ me, seat, skew, link, phone, wish }}
        breakEndsAt={ours(seat.pause?.endsAt)}
        campaign={pop?.call.campaignName}
        onHold={seat.state === 'talking' && call.onHold}
      />
      {link === 'waiting' && <Alert banner type="warning" title={t('desk.reconnecting')} />}
      <div className="columns">
        <QueuePanel {...{ mayDial, number, setNumber }} mayType={mayType} dial={call.place} />
        <main className="centre">
          <FaultLine error={call.error} />
          {previewId !== undefined && (
            <PreviewBar
              endsAt={ours(seat.preview?.endsAt)}
              accept={accept}
              skip={(reason) => call.run(() => skipPreview(previewId, reason))}
            />
          )}
          {colleague !== undefined && (
            <Alert
              type="info"
              showIcon
              title={t(seat.guest ? 'desk.guestOf' : call.onHold ? 'desk.consulting' : 'desk.inConference', {
                name: colleague.name,
              })}
            />
          )}
          {seat.state === 'talking' && (
            <CallButtons
              {...call}
              guest={seat.guest}
              colleagues={
                <ColleaguesPopover
                  {...{ colleague, share: call.share, busy: call.busy }}
                  open={call.choosing}
                  onOpenChange={call.setChoosing}
                />
              }
              muted={phone.state === 'registered' ? phone.muted : undefined}
              hold={call.toggleHold}
              mute={() => phone.mute(!phone.muted)}
              openKeypad={call.setKeypad}
              hangUp={call.endCall}
            />
          )}
          {pop === null ? (
            <BetweenCalls state={seat.state} waiting={seat.waiting?.limitedBy} />
          ) : (
            <CustomerPanel pop={pop} />
          )}
        </main>
        <aside className="right">
          {subject !== undefined && (
            <ResultPanel
              {...{ results, draft, mayGive, endsAt, save, extend }}
              extended={seat.wrapUp?.extended ?? false}
              unfilled={unfilled}
              fault={lack === undefined ? undefined : fault}
              saving={call.busy}
              choose={(result) => choose(result.key)}
            />
          )}
        </aside>
      </div>
    </div>
  );
}
