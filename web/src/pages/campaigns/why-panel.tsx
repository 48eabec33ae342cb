import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Live } from '../../api/campaigns.ts';
import { limitSentence, numberName } from '../../i18n/pacing-words.ts';

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
  return (
    <dl className="numbers">
      {Object.entries(explain).map(([name, value]) => (
        <div key={name} data-number={name}>
          <dt>{numberName(t, name)}</dt>
          <dd>{numberText(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function numberText(name: string, value: number): string {
  if (!Number.isFinite(value)) return '–';
  const shown = name.endsWith('Ms') ? value / 1_000 : value;
  return Number.isInteger(shown) ? String(shown) : shown.toFixed(shown < 1 ? 3 : 1);
}
