import { Button, DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { deviceLike, fromDeviceLike } from '../../i18n/floor-time.ts';
import { timeText } from '../../i18n/format.ts';
import 'dayjs/locale/zh-cn';

/** RULES.md "Call-backs": a cap on the days ahead, as the service has it. */
const MOST_DAYS = 90;

const WHOM = ['anyone', 'squad', 'me'] as const;
type CallBackFor = (typeof WHOM)[number];

interface Props {
  /** ISO 8601. */
  value: string | undefined;
  change(at: string): void;
  forWhom: CallBackFor;
  changeFor(whom: CallBackFor): void;
}

/** Two customary times at one click, any other by the calendar. Loaded only when a call-back is chosen. */
export default function CallBackPicker({ value, change, forWhom, changeFor }: Props) {
  const { t } = useTranslation();
  // The calendar counts in the device's time: it is shown the floor's as if it were that.
  const today = dayjs(deviceLike(Date.now()));
  const choose = (day: dayjs.Dayjs): void => change(new Date(fromDeviceLike(day.toDate())).toISOString());
  const beyond = (day: dayjs.Dayjs): boolean =>
    day.isBefore(today.startOf('day')) || day.isAfter(today.add(MOST_DAYS - 1, 'day'));
  return (
    <div className="call-back">
      <span className="label">
        {t('desk.callBackAt')} {value !== undefined && <b>{timeText(value)}</b>}
      </span>
      <div>
        <Button size="small" onClick={() => change(dayjs().add(1, 'hour').toISOString())}>
          {t('desk.callBackSoon')}
        </Button>
        <Button size="small" onClick={() => choose(today.add(1, 'day').hour(10).startOf('hour'))}>
          {t('desk.callBackTomorrow')}
        </Button>
        <DatePicker
          size="small"
          showTime={{ format: 'HH:mm', minuteStep: 5 }}
          format="MM-DD HH:mm"
          placeholder={t('desk.callBackPick')}
          disabledDate={beyond}
          value={value === undefined ? null : dayjs(deviceLike(Date.parse(value)))}
          onChange={(at) => {
            if (at !== null) choose(at);
          }}
        />
      </div>
      <Segmented
        size="small"
        aria-label={t('desk.callBackWho')}
        value={forWhom}
        options={WHOM.map((whom) => ({ value: whom, label: t(`desk.callBackFor.${whom}`) }))}
        onChange={changeFor}
      />
    </div>
  );
}
