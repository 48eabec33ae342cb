import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { listCampaigns } from '../../api/campaigns.ts';
import type { Me } from '../../api/session.ts';
import { percentText, timeText } from '../../i18n/format.ts';
import { FaultLine } from '../../parts/fault-line.tsx';
import { OfficeFrame } from '../../parts/office-frame.tsx';
import { RunButtons } from './run-buttons.tsx';
import { StatusTag } from './status-tag.tsx';

/** 外呼任务: all of them, each one click from its live page. */
export default function CampaignsPage({ me }: { me: Me }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const campaigns = useQuery({ queryKey: ['campaigns'], queryFn: listCampaigns });
  const rows = campaigns.data ?? [];
  return (
    <OfficeFrame me={me}>
      <div className="page-head">
        <h1>{t('campaigns.title')}</h1>
        {me.permissions.includes('campaigns.write') && (
          <Button type="primary" onClick={() => void go('/campaigns/new')}>
            {t('campaigns.create')}
          </Button>
        )}
      </div>
      <FaultLine error={campaigns.error} retry={() => void campaigns.refetch()} />
      <table className="rows">
        <thead>
          <tr>
            <th>{t('campaigns.name')}</th>
            <th>{t('campaigns.status')}</th>
            <th>{t('campaigns.abandonLimit')}</th>
            <th>{t('campaigns.created')}</th>
            <th>{t('campaigns.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((campaign) => (
            <tr key={campaign.id}>
              <td>
                <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link>
              </td>
              <td>
                <StatusTag status={campaign.status} />
              </td>
              <td>{percentText(campaign.abandonTarget, 1)}</td>
              <td>{timeText(campaign.createdAt)}</td>
              <td>
                <RunButtons me={me} campaign={campaign} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {campaigns.isPending && <p className="page-hint">{t('app.loading')}</p>}
      {campaigns.isSuccess && rows.length === 0 && <p className="page-hint">{t('campaigns.none')}</p>}
    </OfficeFrame>
  );
}
