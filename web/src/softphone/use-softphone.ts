import { useCallback, useEffect, useRef, useState } from 'react';
import type { PhoneAccount, PhoneState, Softphone } from './softphone.ts';

const WANTED = 'boda.softphone';

export interface PhoneView {
  state: PhoneState;
  wanted: boolean;
  want(on: boolean): void;
  muted: boolean;
  mute(on: boolean): void;
  microphone: MediaStream | undefined;
}

/** The softphone of this device, where its person wants one; others use the phone on their table. */
export function useSoftphone(account: PhoneAccount | null): PhoneView {
  const [wanted, setWanted] = useState(() => localStorage.getItem(WANTED) === 'on');
  const [state, setState] = useState<PhoneState>('off');
  const [muted, setMuted] = useState(false);
  const phone = useRef<Softphone>(undefined);
  const { sipUser, sipPassword, sipUri } = account ?? {};

  useEffect(() => {
    if (!wanted || sipUser === undefined || sipPassword === undefined || sipUri === undefined) return;
    let over = false;
    // Only who uses it loads it.
    void import('./softphone.ts').then(({ Softphone }) => {
      if (over) return;
      const own = new Softphone({ sipUser, sipPassword, sipUri }, setState);
      phone.current = own;
      void own.start();
    });
    return () => {
      over = true;
      phone.current?.stop();
      phone.current = undefined;
      setMuted(false);
    };
  }, [wanted, sipUser, sipPassword, sipUri]);

  const want = useCallback((on: boolean) => {
    localStorage.setItem(WANTED, on ? 'on' : 'off');
    setWanted(on);
  }, []);
  const mute = useCallback((on: boolean) => {
    phone.current?.mute(on);
    setMuted(on);
  }, []);
  return { state, wanted, want, muted, mute, microphone: phone.current?.microphone };
}
