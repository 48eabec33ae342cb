import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { readDay } from '../../api/agent.ts';
import { clockText } from '../../i18n/format.ts';
import { useResultName } from './customer-panel.tsx';

const EVERY_MS = 60_000;
/** Records are written behind the calls. */
const WRITTEN_MS = 1_500;

/** How his day goes, in the bar on top; all of it at a click. `step`: whatever changes when a call or its result is over. */
export function DayFigures({ step }: { step: string }) {
  const { t, i18n } = useTranslation();
  const { name } = useResultName();
  const day = useQuery({ queryKey: ['my-day'], queryFn: readDay, refetchInterval: EVERY_MS });
  const { refetch } = day;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step, another look
  useEffect(() => {
    const timer = window.setTimeout(() => void refetch(), WRITTEN_MS);
    return () => window.clearTimeout(timer);
  }, [step, refetch]);
  if (day.data === undefined) return null;
  const { calls, connected, talkMs, wrapUpMs, results } = day.data;
  const rows: [string, string, string | number][] = [
    ['calls', t('desk.day.calls'), calls],
    ['connected', t('desk.day.connected'), connected],
    ['talk', t('desk.day.talk'), clockText(talkMs)],
    ['wrapUp', t('desk.day.wrapUp'), clockText(wrapUpMs)],
    ...Object.entries(results).map(([code, count]): [string, string, number] => [code, name(code), count]),
  ];
  const all = (
    <dl className="numbers">
      {rows.map(([key, label, value]) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Popover key={i18n.language} fresh title={t('desk.day.title')} content={all} trigger="click">
      <button
        type="button"
        className="day"
        aria-label={t('desk.day.title')}
        data-calls={calls}
        data-connected={connected}
      >
        {t('desk.day.line', { calls, connected, talk: clockText(talkMs) })}
      </button>
    </Popover>
  );
}
