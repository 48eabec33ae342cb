import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { faultText } from '../i18n/fault-text.ts';

/** An error in words; nothing when there is none. */
export function FaultLine({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  const action = retry && (
    <Button size="small" onClick={retry}>
      {t('app.reload')}
    </Button>
  );
  return <Alert className="fault-line" type="error" showIcon title={faultText(t, error)} action={action} />;
}
