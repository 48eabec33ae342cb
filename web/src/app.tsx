import { useQuery } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { type Me, readSession } from './api/session.ts';
import { EventsProvider } from './events/provider.tsx';
import { setFloorZone } from './i18n/floor-time.ts';
import { nonce } from './nonce.ts';
import { PasswordPage } from './pages/sign-in/password-page.tsx';
import { SignInPage } from './pages/sign-in/sign-in-page.tsx';
import { FaultLine } from './parts/fault-line.tsx';
import { theme } from './theme.ts';

const DeskPage = lazy(() => import('./pages/agent/desk-page.tsx'));
const CampaignsPage = lazy(() => import('./pages/campaigns/campaigns-page.tsx'));
const NewCampaignPage = lazy(() => import('./pages/campaigns/new-campaign-page.tsx'));
const LivePage = lazy(() => import('./pages/campaigns/live-page.tsx'));

export function App() {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider
      button={{ autoInsertSpace: false }}
      csp={{ nonce }}
      theme={theme}
      locale={i18n.language === 'en' ? enUS : zhCN}
    >
      <Gate />
    </ConfigProvider>
  );
}

/** Who is not signed in sees the sign-in, whatever the address; he is where he wanted to be right after it. */
function Gate() {
  const { t } = useTranslation();
  const session = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Number.POSITIVE_INFINITY });
  if (session.isPending) return <p className="page-hint">{t('app.loading')}</p>;
  if (session.isError) return <FaultLine error={session.error} retry={() => void session.refetch()} />;
  if (session.data === null) return <SignInPage />;
  setFloorZone(session.data.timeZone);
  if (session.data.mustChangePassword) return <PasswordPage />;
  return (
    <EventsProvider own={session.data.permissions.includes('agent.work')}>
      <Suspense fallback={<p className="page-hint">{t('app.loading')}</p>}>
        <Pages me={session.data} />
      </Suspense>
    </EventsProvider>
  );
}

function Pages({ me }: { me: Me }) {
  const may = (permission: string): boolean => me.permissions.includes(permission);
  const home = may('agent.work') ? '/desk' : '/campaigns';
  return (
    <Routes>
      {may('agent.work') && <Route path="/desk" element={<DeskPage me={me} />} />}
      <Route path="/campaigns" element={<CampaignsPage me={me} />} />
      {may('campaigns.write') && <Route path="/campaigns/new" element={<NewCampaignPage me={me} />} />}
      <Route path="/campaigns/:id" element={<LivePage me={me} />} />
      <Route path="*" element={<Navigate to={home} replace />} />
    </Routes>
  );
}
