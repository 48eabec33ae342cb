import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { readColleagues } from '../../api/agent.ts';
import { HotKey } from '../../parts/hot-key.tsx';

/** While it is open, the states of colleagues are read again so often, ms. */
const AGAIN_MS = 2_000;

export type CallShare = 'transfer' | 'consult' | 'conference';

interface Props {
  open: boolean;
  onOpenChange(open: boolean): void;
  busy: boolean;
  /** Who is on the call already: he can take it over, and nobody else can come. */
  colleague: { agentId: string; name: string } | undefined;
  share(how: CallShare, agentId: string): void;
}

/** F7: whom to give the customer to, or to ask in; those who are free first. */
export function ColleaguesPopover({ open, onOpenChange, busy, colleague, share }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const colleagues = useQuery({
    queryKey: ['colleagues'],
    queryFn: readColleagues,
    enabled: open,
    refetchInterval: AGAIN_MS,
  });
  const isFree = (one: { state: string }): boolean => one.state === 'idle';
  const all = colleagues.data ?? [];
  const shown = [...all.filter(isFree), ...all.filter((one) => !isFree(one))];
  const list =
    colleague !== undefined ? (
      <Button type="primary" disabled={busy} onClick={() => share('transfer', colleague.agentId)}>
        {t('desk.handOver', { name: colleague.name })}
      </Button>
    ) : shown.length === 0 ? (
      <span>{t('desk.noColleagues')}</span>
    ) : (
      <ul className="colleagues">
        {shown.map((one) => (
          <li key={one.agentId} data-free={isFree(one)}>
            <span className="who">
              {one.name} · {one.username}
            </span>
            {isFree(one) ? (
              (['transfer', 'consult', 'conference'] as const).map((how) => (
                <Button
                  key={how}
                  size="small"
                  type={how === 'transfer' ? 'primary' : 'default'}
                  disabled={busy}
                  onClick={() => share(how, one.agentId)}
                >
                  {t(`desk.${how}`)}
                </Button>
              ))
            ) : (
              <span className="not-free">{t('desk.notFree')}</span>
            )}
          </li>
        ))}
      </ul>
    );
  return (
    <Popover
      content={<div ref={box}>{list}</div>}
      trigger="click"
      open={open}
      onOpenChange={onOpenChange}
      // Opened by its key, it is worked by keys.
      afterOpenChange={(isOpen) => isOpen && box.current?.querySelector('button')?.focus()}
      placement="bottom"
      destroyOnHidden
    >
      <Button>
        {t('desk.transfer')} <HotKey text="F7" />
      </Button>
    </Popover>
  );
}
