import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Callee, conference, dial, hangUp, hold, sendDigits, transfer } from '../../api/agent.ts';
import { TwiceWithin } from '../../keys/call-keys.ts';
import type { CallShare } from './colleagues-popover.tsx';

const ARMED_MS = 1_000;

/** What the agent does with the call in hand; a fault of any of it is shown in one place until the next act. */
export function useCallActions(attemptId: string | undefined, heldAtFirst: boolean) {
  const [onHold, setOnHold] = useState(heldAtFirst);
  const [keypad, setKeypad] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [arming, setArming] = useState(false);
  const twice = useRef(new TwiceWithin(ARMED_MS));
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work() });
  const run = act.mutate;

  useEffect(() => {
    if (attemptId === undefined) {
      setKeypad(false);
      setChoosing(false);
    }
    setOnHold(heldAtFirst);
    setArming(false);
  }, [attemptId, heldAtFirst]);

  const toggleHold = useCallback(() => {
    if (attemptId === undefined) return;
    run(async () => {
      await hold(attemptId, !onHold);
      setOnHold(!onHold);
    });
  }, [attemptId, onHold, run]);

  const digit = useCallback(
    (one: string) => {
      if (attemptId !== undefined) run(() => sendDigits(attemptId, one));
    },
    [attemptId, run],
  );

  const share = useCallback(
    (how: CallShare, agentId: string) => {
      if (attemptId === undefined) return;
      setChoosing(false);
      run(() =>
        how === 'transfer' ? transfer(attemptId, agentId) : conference(attemptId, agentId, how === 'consult'),
      );
    },
    [attemptId, run],
  );

  const endCall = useCallback(() => {
    if (attemptId !== undefined) run(() => hangUp(attemptId));
  }, [attemptId, run]);

  /** F9: the second press within a second hangs up, the first says so. */
  const pressHangUp = useCallback(() => {
    if (attemptId === undefined) return;
    if (twice.current.press(performance.now())) {
      setArming(false);
      endCall();
      return;
    }
    setArming(true);
    window.setTimeout(() => setArming(false), ARMED_MS);
  }, [attemptId, endCall]);

  const place = useCallback((callee: Callee) => run(() => dial(callee)), [run]);

  return {
    ...{ onHold, keypad, setKeypad, choosing, setChoosing, arming },
    ...{ share, toggleHold, digit, endCall, pressHangUp, place },
    run,
    error: act.error,
    busy: act.isPending,
  };
}
