import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../api/session.ts';
import { speakAsAccount } from '../../i18n/index.ts';
import { FaultLine } from '../../parts/fault-line.tsx';
import { FrontCard } from './front-card.tsx';

export function SignInPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [staffNo, setStaffNo] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => signIn(staffNo.trim(), password),
    onSuccess: async (me) => {
      await speakAsAccount(me.locale);
      queries.setQueryData(['session'], me);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (staffNo.trim() !== '' && password !== '') enter.mutate();
  };
  return (
    <FrontCard title={t('signIn.title')}>
      <form onSubmit={submit} noValidate>
        <label htmlFor="staff-no">{t('signIn.staffNo')}</label>
        <Input
          id="staff-no"
          size="large"
          autoFocus
          autoComplete="username"
          maxLength={32}
          value={staffNo}
          onChange={(event) => setStaffNo(event.target.value)}
        />
        <label htmlFor="password">{t('signIn.password')}</label>
        <Input.Password
          id="password"
          size="large"
          autoComplete="current-password"
          maxLength={200}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <FaultLine error={enter.error} />
        <Button type="primary" size="large" htmlType="submit" block loading={enter.isPending}>
          {t('signIn.enter')}
        </Button>
      </form>
    </FrontCard>
  );
}
