import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Campaign } from '../../api/campaigns.ts';

const COLOURS = { running: 'green', paused: 'orange', stopped: 'default' } as const;

export function StatusTag({ status }: { status: Campaign['status'] }) {
  const { t } = useTranslation();
  return (
    <Tag color={COLOURS[status]} data-status={status}>
      {t(`campaigns.statuses.${status}`)}
    </Tag>
  );
}
