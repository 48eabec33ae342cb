import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Me } from '../../api/session.ts';
import { useEvents } from '../../events/provider.tsx';
import { FaultLine } from '../../parts/fault-line.tsx';
import { Desk } from './desk.tsx';
import { useDesk } from './use-desk.ts';

/** 前台: the agent's one page for the shift. */
export default function DeskPage({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { state } = useEvents();
  const { seat, pop, skew, refresh } = useDesk(me.id);
  if (state === 'replaced') {
    const back = (
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('desk.takeBack')}
      </Button>
    );
    return <Result status="warning" title={t('desk.replacedTitle')} subTitle={t('desk.replaced')} extra={back} />;
  }
  if (seat.isPending) return <p className="page-hint">{t('app.loading')}</p>;
  if (seat.data === undefined) return <FaultLine error={seat.error} retry={() => void refresh()} />;
  return <Desk me={me} seat={seat.data} pop={pop} skew={skew} link={state} />;
}
