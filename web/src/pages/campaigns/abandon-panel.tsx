import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Live } from '../../api/campaigns.ts';
import { percentText, timeText } from '../../i18n/format.ts';
import { windowName } from '../../i18n/pacing-words.ts';

type Window = Live['abandon']['windows'][number];

/** The abandon rate against its limit in each legal window, the tightest one large, with what is left of its budget (RULES.md "Abandoned"). */
export function AbandonPanel({ live }: { live: Live }) {
  const { t, i18n } = useTranslation();
  const { windows } = live.abandon;
  const tightest = windows.reduce<Window | undefined>(
    (least, one) => (least && least.left <= one.left ? least : one),
    undefined,
  );
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
      {tightest !== undefined && <Tightest window={tightest} />}
      <table className="windows">
        <thead>
          <tr>
            <th>{t('live.windowHead.window')}</th>
            <th>{t('live.windowHead.counted')}</th>
            <th>{t('live.windowHead.rate')}</th>
            <th>{t('live.windowHead.left')}</th>
          </tr>
        </thead>
        <tbody>
          {windows.map((one) => (
            <Row key={one.name} window={one} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Tightest({ window }: { window: Window }) {
  const { t } = useTranslation();
  const rate = rateOf(window);
  const left = Math.floor(window.left);
  return (
    <>
      <p className="figure">
        <b className={isOver(window) ? 'over' : ''}>{rate === undefined ? '–' : percentText(rate)}</b>
        <span>{t('live.limit', { limit: percentText(window.limit, 1) })}</span>
      </p>
      <p>
        {left > 0 ? t('live.budgetLeft', { count: left }) : t(isOver(window) ? 'live.budgetOver' : 'live.budgetNone')}
      </p>
    </>
  );
}

function Row({ window }: { window: Window }) {
  const { t } = useTranslation();
  const { name, limit, from, connected, abandoned, left } = window;
  const rate = rateOf(window);
  const over = isOver(window);
  return (
    <tr data-window={name}>
      <th scope="row" title={t('live.windowFrom', { from: timeText(from) })}>
        {windowName(t, name)}
      </th>
      <td>{t('live.counted', { abandoned, people: abandoned + connected })}</td>
      <td>
        <meter
          className={over ? 'over' : ''}
          min={0}
          max={1}
          value={limit === 0 ? 0 : Math.min(1, (rate ?? 0) / limit)}
        />
        {rate === undefined ? '–' : percentText(rate)} / {percentText(limit, 1)}
      </td>
      <td className={over ? 'over' : ''}>{Math.floor(left)}</td>
    </tr>
  );
}

function rateOf({ connected, abandoned }: Window): number | undefined {
  return connected + abandoned === 0 ? undefined : abandoned / (connected + abandoned);
}

function isOver({ left }: Window): boolean {
  return left < 0;
}
