import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Callee } from '../../api/agent.ts';
import { type Contact, myContacts } from '../../api/contacts.ts';
import { timeText } from '../../i18n/format.ts';
import { HotKey } from '../../parts/hot-key.tsx';

interface Props {
  /** Whether a call may be placed now: between calls. */
  mayDial: boolean;
  /** Whether he may dial a number as typed, by his permissions. */
  mayType: boolean;
  number: string;
  setNumber(number: string): void;
  dial(callee: Callee): void;
}

/** Left column: what waits for this agent. Work comes to him; this is what he may take up himself. */
export function QueuePanel({ mayDial, mayType, number, setNumber, dial }: Props) {
  const { t } = useTranslation();
  const mine = useQuery({ queryKey: ['my-contacts'], queryFn: myContacts, staleTime: 30_000 });
  const contacts = mine.data ?? [];
  const callBacks = contacts.filter((one) => one.lastResult === 'CALLBACK' && one.state !== 'closed');
  return (
    <aside className="queue">
      {mayType && (
        <form
          className="dial-number"
          onSubmit={(event) => {
            event.preventDefault();
            if (mayDial && number.trim() !== '') dial({ number: number.trim() });
          }}
        >
          <Input
            aria-label={t('desk.dialNumber')}
            placeholder={t('desk.dialNumber')}
            inputMode="tel"
            maxLength={20}
            value={number}
            onChange={(event) => setNumber(event.target.value)}
          />
          <Button htmlType="submit" disabled={!mayDial || number.trim() === ''}>
            {t('desk.dial')} <HotKey text="F2" />
          </Button>
        </form>
      )}
      <Section
        title={t('desk.callBacks')}
        empty={t('desk.noCallBacks')}
        rows={callBacks}
        mayDial={mayDial}
        dial={dial}
      />
      <Section title={t('desk.mine')} empty={t('desk.noMine')} rows={contacts} mayDial={mayDial} dial={dial} />
    </aside>
  );
}

interface SectionProps {
  title: string;
  empty: string;
  rows: readonly Contact[];
  mayDial: boolean;
  dial(callee: Callee): void;
}

function Section({ title, empty, rows, mayDial, dial }: SectionProps) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>
        {title} <span className="count">{rows.length}</span>
      </h2>
      {rows.length === 0 && <p className="empty">{empty}</p>}
      <ul>
        {rows.map(({ id, name, number, dueAt }) => (
          <li key={id}>
            <span className="who">
              <b>{name ?? t('desk.unknownName')}</b>
              <span>{number}</span>
            </span>
            <time>{timeText(dueAt)}</time>
            <Button size="small" disabled={!mayDial} onClick={() => dial({ contactId: id })}>
              {t('desk.dial')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
