import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../i18n/format.ts';
import { HotKey } from '../../parts/hot-key.tsx';
import { useNow } from '../../parts/use-now.ts';

const SKIP_REASONS = ['not-now', 'duplicate', 'wrong-data', 'other'] as const;

interface Props {
  /** When it is decided for him, by our clock, ms. */
  endsAt: number | undefined;
  accept(): void;
  skip(reason: string): void;
}

/** A customer shown before he is dialed: dial him, or say why not. */
export function PreviewBar({ endsAt, accept, skip }: Props) {
  const { t } = useTranslation();
  const now = useNow(250);
  const items = SKIP_REASONS.map((key) => ({ key, label: t(`desk.skipReasons.${key}`) }));
  return (
    <div className="preview-bar">
      <Button type="primary" size="large" onClick={accept}>
        {t('desk.accept')} <HotKey text="F2" />
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{ items, onClick: ({ key }) => skip(t(`desk.skipReasons.${key as 'other'}`)) }}
      >
        <Button size="large">{t('desk.skip')} ▾</Button>
      </Dropdown>
      {endsAt !== undefined && (
        <span className="countdown" role="timer">
          {t('desk.previewLeft', { time: clockText(endsAt - now) })}
        </span>
      )}
    </div>
  );
}
