import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Campaign, setRunning, type Verb } from '../../api/campaigns.ts';
import type { Me } from '../../api/session.ts';
import { FaultLine } from '../../parts/fault-line.tsx';

/** Start, pause, stop. Stopping cancels what rings, so it is asked for twice. */
export function RunButtons({ me, campaign }: { me: Me; campaign: Campaign }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: (verb: Verb) => setRunning(campaign.id, verb),
    onSuccess: (changed) => {
      queries.setQueryData(['campaign', campaign.id], changed);
      void queries.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
  if (!me.permissions.includes('campaigns.run')) return null;
  const { status } = campaign;
  return (
    <Space wrap>
      {status !== 'running' && (
        <Button type="primary" loading={set.isPending} onClick={() => set.mutate('start')}>
          {t('campaigns.start')}
        </Button>
      )}
      {status === 'running' && (
        <Button loading={set.isPending} onClick={() => set.mutate('pause')}>
          {t('campaigns.pause')}
        </Button>
      )}
      {status !== 'stopped' && (
        <Popconfirm
          title={t('campaigns.stopSure')}
          okText={t('campaigns.yes')}
          cancelText={t('campaigns.no')}
          onConfirm={() => set.mutate('stop')}
        >
          <Button danger>{t('campaigns.stop')}</Button>
        </Popconfirm>
      )}
      <FaultLine error={set.error} />
    </Space>
  );
}
