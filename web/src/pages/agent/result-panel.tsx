import { Alert, Button, Input } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultChoice } from '../../events/frames.ts';
import { clockText, timeText } from '../../i18n/format.ts';
import { locale } from '../../i18n/index.ts';
import { HotKey } from '../../parts/hot-key.tsx';
import { useNow } from '../../parts/use-now.ts';
import type { DraftView } from './use-draft.ts';

const CallBackPicker = lazy(() => import('./call-back-picker.tsx'));

interface Props {
  results: readonly ResultChoice[];
  draft: DraftView;
  /** The talk is over: the result may be given. */
  mayGive: boolean;
  /** When the wrap-up ends, by our clock, ms. */
  endsAt: number | undefined;
  extended: boolean;
  /** The call whose result is owed, when this is it. */
  unfilled: { name: string | null; number: string } | undefined;
  fault: string | undefined;
  saving: boolean;
  choose(result: ResultChoice): void;
  save(): void;
  extend(): void;
}

/** Right column: what came of the call. Kept as a draft while he talks, given in the wrap-up or after it (未填). */
export function ResultPanel(props: Props) {
  const { t } = useTranslation();
  const { results, draft, mayGive, endsAt, extended, unfilled, fault, saving, choose, save, extend } = props;
  const chosen = results.find(({ key }) => key === draft.draft.result);
  return (
    <section className="result" aria-label={t('desk.result')}>
      {unfilled !== undefined && (
        <Alert
          type="warning"
          showIcon
          title={`${t('desk.unfilledTitle')} · ${unfilled.name ?? ''} ${unfilled.number}`}
          description={t('desk.unfilledWhy')}
        />
      )}
      <header>
        <h2>{t('desk.result')}</h2>
        {endsAt !== undefined && <CountDown endsAt={endsAt} />}
      </header>
      <div className="choices" role="radiogroup" aria-label={t('desk.result')}>
        {results.map((one) => (
          <Button
            key={one.key}
            type={one.key === chosen?.key ? 'primary' : 'default'}
            title={locale() === 'en' ? one.nameEn : one.nameZh}
            role="radio"
            aria-checked={one.key === chosen?.key}
            data-result={one.key}
            onClick={() => choose(one)}
          >
            <span className="choice-name">{locale() === 'en' ? one.nameEn : one.nameZh}</span>
            {one.hotKey !== '' && <HotKey text={`Alt+${one.hotKey}`} />}
          </Button>
        ))}
      </div>
      {chosen?.needs.includes('callBackAt') && (
        <Suspense fallback={<div className="call-back" />}>
          <CallBackPicker
            value={draft.draft.callBackAt ?? undefined}
            change={(callBackAt) => draft.change({ callBackAt })}
            forWhom={draft.draft.callBackFor ?? 'anyone'}
            changeFor={(callBackFor) => draft.change({ callBackFor })}
          />
        </Suspense>
      )}
      <label htmlFor="note">{t('desk.note')}</label>
      <Input.TextArea
        id="note"
        rows={4}
        maxLength={1_000}
        placeholder={t('desk.notePlaceholder')}
        value={draft.draft.note ?? ''}
        onChange={(event) => draft.change({ note: event.target.value })}
      />
      <DraftLine draft={draft} />
      {fault !== undefined && <Alert type="error" showIcon title={fault} />}
      {mayGive ? (
        <div className="give">
          <Button type="primary" size="large" loading={saving} onClick={save}>
            {t('desk.save')} <HotKey text="Ctrl+Enter" />
          </Button>
          {endsAt !== undefined && (
            <Button size="large" disabled={extended} onClick={extend}>
              {extended ? t('desk.extended') : t('desk.extend')} <HotKey text="F10" />
            </Button>
          )}
        </div>
      ) : (
        <p className="empty">{t('desk.resultHint')}</p>
      )}
    </section>
  );
}

function CountDown({ endsAt }: { endsAt: number }) {
  const { t } = useTranslation();
  const left = endsAt - useNow(250);
  return (
    <span className={left < 10_000 ? 'countdown soon' : 'countdown'} role="timer">
      {t('desk.wrapUpLeft', { time: clockText(left) })}
    </span>
  );
}

function DraftLine({ draft: { status } }: { draft: DraftView }) {
  const { t } = useTranslation();
  const words = {
    clean: '',
    dirty: t('desk.notSaved'),
    saving: t('desk.saving'),
    saved: status.kind === 'saved' ? t('desk.saved', { time: timeText(status.at) }) : '',
  };
  return (
    <p className="draft" data-draft={status.kind} role="status">
      {words[status.kind]}
    </p>
  );
}
