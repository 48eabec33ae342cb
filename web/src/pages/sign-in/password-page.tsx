import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword } from '../../api/session.ts';
import { FaultLine } from '../../parts/fault-line.tsx';
import { FrontCard } from './front-card.tsx';

/** NIST SP 800-63B 5.1.1.2, as the service asks (src/api/session/schema.ts). */
const SHORTEST = 10;

/** A one-time password opens nothing but this. */
export function PasswordPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<string>();
  const change = useMutation({
    mutationFn: () => changePassword(old, fresh),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = fresh.length < SHORTEST ? t('password.short') : fresh !== again ? t('password.differ') : undefined;
    setFault(found);
    if (found === undefined) change.mutate();
  };
  const field = (id: string, label: string, value: string, set: (text: string) => void, complete: string) => (
    <>
      <label htmlFor={id}>{label}</label>
      <Input.Password
        id={id}
        size="large"
        maxLength={200}
        autoComplete={complete}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </>
  );
  return (
    <FrontCard title={t('password.title')}>
      <form onSubmit={submit} noValidate>
        <p>{t('password.why')}</p>
        {field('old-password', t('password.old'), old, setOld, 'current-password')}
        {field('new-password', t('password.fresh'), fresh, setFresh, 'new-password')}
        {field('new-password-again', t('password.again'), again, setAgain, 'new-password')}
        {fault === undefined ? <FaultLine error={change.error} /> : <Alert type="error" showIcon title={fault} />}
        <Button type="primary" size="large" htmlType="submit" block loading={change.isPending}>
          {t('password.save')}
        </Button>
      </form>
    </FrontCard>
  );
}
