import { Button, Popover } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HotKey } from '../../parts/hot-key.tsx';

interface Props {
  /** The call is a colleague's: only he holds, sends digits, gives it away. */
  guest: boolean;
  /** What F7 opens. */
  colleagues: ReactNode;
  onHold: boolean;
  muted: boolean | undefined;
  keypad: boolean;
  /** F9 was pressed once. */
  arming: boolean;
  hold(): void;
  mute(): void;
  openKeypad(open: boolean): void;
  digit(digit: string): void;
  hangUp(): void;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

export function CallButtons(props: Props) {
  const { t } = useTranslation();
  const { guest, colleagues, onHold, muted, keypad, arming, hold, mute, openKeypad, digit, hangUp } = props;
  const pad = (
    <div className="keypad">
      {DIGITS.map((one) => (
        <Button key={one} onClick={() => digit(one)}>
          {one}
        </Button>
      ))}
    </div>
  );
  return (
    <div className="call-buttons" role="toolbar">
      {!guest && (
        <Button onClick={hold} type={onHold ? 'primary' : 'default'}>
          {t(onHold ? 'desk.unhold' : 'desk.hold')} <HotKey text="F4" />
        </Button>
      )}
      {muted !== undefined && (
        <Button onClick={mute} type={muted ? 'primary' : 'default'}>
          {t(muted ? 'desk.unmute' : 'desk.mute')} <HotKey text="F6" />
        </Button>
      )}
      {!guest && colleagues}
      {!guest && (
        <Popover content={pad} trigger="click" open={keypad} onOpenChange={openKeypad} placement="bottom">
          <Button>
            {t('desk.keypad')} <HotKey text="F8" />
          </Button>
        </Popover>
      )}
      <Button danger type={arming ? 'primary' : 'default'} onClick={hangUp}>
        {t(arming ? 'desk.hangUpAgain' : guest ? 'desk.leaveCall' : 'desk.hangUp')} <HotKey text="F9" />
      </Button>
    </div>
  );
}
