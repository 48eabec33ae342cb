import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Live } from '../../api/campaigns.ts';
import { percentText, timeText } from '../../i18n/format.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The abandon rate against its limit, with what is left of the budget (RULES.md "Abandoned"). */
export function AbandonPanel({ live }: { live: Live }) {
  const { t, i18n } = useTranslation();
  const { rate, target, abandoned, connected, from, windowMs } = live.abandon;
  const people = abandoned + connected;
  // The pacer's own word where it has one; else what one more abandoned call may be added without passing the limit.
  const told = live.engine?.pacing.explain.budgetLeft;
  const left = Math.max(0, Math.floor(told ?? target * people - abandoned));
  const over = rate !== null && rate > target;
  const share = rate === null || target === 0 ? 0 : Math.min(1, rate / target);
  const span =
    windowMs >= DAY_MS
      ? t('live.days', { count: Math.round(windowMs / DAY_MS) })
      : t('live.hours', { count: Math.round(windowMs / HOUR_MS) });
  return (
    <section className="panel abandon" aria-label={t('live.abandon')}>
      <h2>
        {t('live.abandon')}
        <Popover key={i18n.language} fresh content={t('live.formula')} trigger={['hover', 'click']}>
          <button type="button" className="why-mark" aria-label={t('live.formula')}>
            ?
          </button>
        </Popover>
      </h2>
      <p className="figure">
        <b className={over ? 'over' : ''}>{rate === null ? '–' : percentText(rate)}</b>
        <span>{t('live.limit', { limit: percentText(target, 1) })}</span>
      </p>
      <meter className={over ? 'over' : ''} min={0} max={1} value={share} />
      <p>{people === 0 ? t('live.abandonNone') : t('live.abandonOf', { abandoned, people })}</p>
      <p>{left > 0 ? t('live.budgetLeft', { count: left }) : t('live.budgetNone')}</p>
      <p className="empty">{t('live.window', { from: timeText(from), span })}</p>
    </section>
  );
}
