import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Campaign, getCampaign, type Live } from '../../api/campaigns.ts';
import type { Me } from '../../api/session.ts';
import { timeText } from '../../i18n/format.ts';
import { FaultLine } from '../../parts/fault-line.tsx';
import { OfficeFrame } from '../../parts/office-frame.tsx';
import { AbandonPanel } from './abandon-panel.tsx';
import { RunButtons } from './run-buttons.tsx';
import { StatusTag } from './status-tag.tsx';
import { UploadPanel } from './upload-panel.tsx';
import { useLive } from './use-live.ts';
import { WhyPanel } from './why-panel.tsx';

const LiveChart = lazy(() => import('./chart.tsx'));

export default function LivePage({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const campaign = useQuery({ queryKey: ['campaign', id], queryFn: () => getCampaign(id) });
  return (
    <OfficeFrame me={me}>
      {campaign.isPending && <p className="page-hint">{t('app.loading')}</p>}
      <FaultLine error={campaign.error} retry={() => void campaign.refetch()} />
      {campaign.data !== undefined && <LiveCampaign key={id} me={me} campaign={campaign.data} />}
    </OfficeFrame>
  );
}

/** How a campaign goes now: one chart, the abandon rate, why not more, the lists. */
function LiveCampaign({ me, campaign }: { me: Me; campaign: Campaign }) {
  const { t } = useTranslation();
  const { live, samples, isFresh, error } = useLive(campaign.id);
  const status = live?.status ?? campaign.status;
  return (
    <>
      <div className="page-head">
        <h1>
          {campaign.name} <StatusTag status={status} />
        </h1>
        <RunButtons me={me} campaign={{ ...campaign, status }} />
        <Link to="/campaigns">{t('campaigns.back')}</Link>
      </div>
      <FaultLine error={error} />
      {!isFresh && live !== undefined && (
        <Alert banner type="warning" title={t('live.stale', { time: timeText(live.at) })} />
      )}
      {live?.engine === null && <Alert banner type="info" title={t('live.engineAway')} />}
      <div className="live">
        <section className="panel wide">
          <h2>{t('live.chart')}</h2>
          <Suspense fallback={<div className="chart" />}>
            <LiveChart samples={samples} />
          </Suspense>
        </section>
        {live !== undefined && live.engine !== null && <Figures engine={live.engine} />}
        {live !== undefined && <AbandonPanel live={live} />}
        {live !== undefined && live.engine !== null && <WhyPanel pacing={live.engine.pacing} />}
        <UploadPanel me={me} campaignId={campaign.id} />
      </div>
    </>
  );
}

function Figures({ engine }: { engine: NonNullable<Live['engine']> }) {
  const { t } = useTranslation();
  const { agents, lines, queued } = engine;
  const rows = [
    ['talking', t('live.talking'), agents.talking],
    ['idle', t('live.idle'), agents.idle],
    ['wrapup', t('live.wrapup'), agents.wrapup],
    ['paused', t('live.paused'), agents.paused],
    ['ringing', t('live.ringing'), lines.ringing],
    ['waiting', t('live.waiting'), lines.waiting],
    ['queued', t('live.queued'), queued],
  ] as const;
  return (
    <section className="panel figures" aria-label={t('live.agentsNow')}>
      {rows.map(([key, name, value]) => (
        <div key={key} data-figure={key}>
          <b>{value ?? 0}</b>
          <span>{name}</span>
        </div>
      ))}
    </section>
  );
}
