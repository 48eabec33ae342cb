import { Popover } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Live } from '../../api/campaigns.ts';
import { limitSentence, numberGroups, numberName, numberText } from '../../i18n/pacing-words.ts';

const HorizonChart = lazy(() => import('./horizon-chart.tsx'));

type Pacing = NonNullable<Live['engine']>['pacing'];

/** Why not more calls, as a sentence; the numbers behind it at `?`. */
export function WhyPanel({ pacing }: { pacing: Pacing }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="panel why" aria-label={t('live.why')}>
      <h2>
        {t('live.why')}
        <Popover
          // A closed popover keeps what it last showed: another language, another popover.
          key={i18n.language}
          fresh
          title={t('live.whyNumbers')}
          content={<Numbers explain={pacing.explain} />}
          trigger={['hover', 'click']}
        >
          <button type="button" className="why-mark" aria-label={t('live.whyNumbers')}>
            ?
          </button>
        </Popover>
      </h2>
      <p className="sentence" data-limited={pacing.limitedBy}>
        {limitSentence(t, pacing.limitedBy, pacing.explain)}
      </p>
    </section>
  );
}

function Numbers({ explain }: Pick<Pacing, 'explain'>) {
  const { t } = useTranslation();
  const { groups, horizons } = numberGroups(explain);
  return (
    <div className="numbers">
      {[...groups].map(
        ([group, rows]) =>
          rows.length > 0 && (
            <section key={group}>
              <h3>{t(`live.numbers.${group}`)}</h3>
              <dl>
                {rows.map((row) => (
                  <div key={row.name} data-number={row.name}>
                    <dt>{numberName(t, row.name)}</dt>
                    <dd>{numberText(row)}</dd>
                  </div>
                ))}
              </dl>
              {group === 'now' && horizons.length > 0 && (
                <Suspense fallback={<div className="horizons" />}>
                  <HorizonChart horizons={horizons} />
                </Suspense>
              )}
            </section>
          ),
      )}
    </div>
  );
}
