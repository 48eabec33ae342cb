import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { signOut } from '../api/session.ts';

export function SignOut() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: signOut,
    // Nothing of this person stays in the page.
    onSettled: () => {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      queries.setQueryData(['session'], null);
    },
  });
  return (
    <Button type="text" size="small" loading={leave.isPending} onClick={() => leave.mutate()}>
      {t('app.signOut')}
    </Button>
  );
}
