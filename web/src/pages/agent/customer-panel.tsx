import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LastContact, Pop } from '../../events/frames.ts';
import { clockText, timeText } from '../../i18n/format.ts';

/** The customer before the agent: who it is, what is known, what was said before. Numbers come masked. */
export function CustomerPanel({ pop }: { pop: Pop }) {
  const { t } = useTranslation();
  const { customer, contact, call, lastContacts } = pop;
  const fields = Object.entries(contact.fields);
  return (
    <section className="customer" aria-label={t('desk.fields')}>
      <h1>
        {customer.name ?? t('desk.unknownName')} <span className="number">{customer.number}</span>
      </h1>
      <p className="facts">
        <span>{customer.region ?? t('desk.regionUnknown')}</span>
        {customer.level?.toLowerCase() === 'vip' && <Tag color="gold">VIP</Tag>}
        {contact.attempts > 0 && <span>{t('desk.attempts', { count: contact.attempts })}</span>}
        {call.answeredAt !== null && <span>{t('desk.answered', { time: timeText(call.answeredAt) })}</span>}
      </p>
      <h2>{t('desk.fields')}</h2>
      {fields.length === 0 && <p className="empty">{t('desk.noFields')}</p>}
      <dl className="fields">
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2>{t('desk.lastContacts')}</h2>
      {lastContacts.length === 0 && <p className="empty">{t('desk.noContacts')}</p>}
      <ol className="contacts">
        {lastContacts.map((one) => (
          <ContactRow key={one.at} contact={one} />
        ))}
      </ol>
    </section>
  );
}

function ContactRow({ contact }: { contact: LastContact }) {
  const { at, result, disposition, agentName, talkSeconds, note } = contact;
  const { t } = useTranslation();
  const { name } = useResultName();
  return (
    <li>
      <time>{timeText(at)}</time>
      <b>{name(disposition ?? result)}</b>
      {agentName !== null && <span>{agentName}</span>}
      {talkSeconds !== null && talkSeconds > 0 && (
        <span>{t('desk.talk', { time: clockText(talkSeconds * 1_000) })}</span>
      )}
      {note && <q>{note}</q>}
    </li>
  );
}

export function useResultName() {
  const { t, i18n } = useTranslation();
  const name = (key: string | null): string => {
    if (key === null) return '';
    return i18n.exists(`results.${key}`) ? t(`results.${key}` as 'results.SALE') : key;
  };
  return { name };
}
