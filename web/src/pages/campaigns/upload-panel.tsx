import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Progress } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BATCH_FIELDS, type Batch, createList, type Imported, importFile, listLists } from '../../api/campaigns.ts';
import type { Me } from '../../api/session.ts';
import { FaultLine } from '../../parts/fault-line.tsx';
import { requestKey } from '../../parts/request-key.ts';

/** The campaign's lists, and a new one from a file. */
export function UploadPanel({ me, campaignId }: { me: Me; campaignId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const lists = useQuery({ queryKey: ['lists', campaignId], queryFn: () => listLists(campaignId) });
  const [name, setName] = useState('');
  const [file, setFile] = useState<File>();
  const [batch, setBatch] = useState<Batch>({});
  const [sent, setSent] = useState(0);
  const [read, setRead] = useState(0);
  const picker = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: async (chosen: File) => {
      setSent(0);
      setRead(0);
      const list = await createList(campaignId, name.trim() || chosen.name.slice(0, 120), requestKey());
      return await importFile(list.id, chosen, filled(batch), { sent: setSent, rows: setRead });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['lists', campaignId] }),
  });
  const choose = (chosen: File | undefined): void => {
    setFile(chosen);
    if (chosen !== undefined && name === '') setName(chosen.name.replace(/\.\w+$/, '').slice(0, 120));
  };
  const rows = lists.data ?? [];
  return (
    <section className="panel lists">
      <h2>{t('campaigns.lists')}</h2>
      <FaultLine error={lists.error} retry={() => void lists.refetch()} />
      {lists.isSuccess && rows.length === 0 && <p className="empty">{t('campaigns.noLists')}</p>}
      <ul>
        {rows.map((list) => (
          <li key={list.id}>
            <b>{list.name}</b> <span>{t('campaigns.contacts', { count: list.contacts })}</span>
          </li>
        ))}
      </ul>
      {me.permissions.includes('lists.import') && (
        <form
          className="upload"
          onSubmit={(event) => {
            event.preventDefault();
            if (file !== undefined) upload.mutate(file);
          }}
        >
          <div className="field">
            <label htmlFor="list-name">{t('campaigns.listName')}</label>
            <Input id="list-name" maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
          </div>
          <input
            ref={picker}
            type="file"
            hidden
            aria-label={t('campaigns.file')}
            accept=".csv,.tsv,.txt,.xlsx,text/csv,text/tab-separated-values"
            onChange={(event) => choose(event.target.files?.[0])}
          />
          {BATCH_FIELDS.map((field) => (
            <div className="field" key={field}>
              <label htmlFor={`batch-${field}`}>{t(`campaigns.batch.${field}`)}</label>
              <Input
                id={`batch-${field}`}
                maxLength={200}
                value={batch[field] ?? ''}
                onChange={(event) => setBatch({ ...batch, [field]: event.target.value })}
              />
            </div>
          ))}
          <Button onClick={() => picker.current?.click()}>{file?.name ?? t('campaigns.chooseFile')}</Button>
          <Button type="primary" htmlType="submit" disabled={file === undefined} loading={upload.isPending}>
            {t('campaigns.upload')}
          </Button>
        </form>
      )}
      <p className="empty">{t('campaigns.fileHint')}</p>
      {upload.isPending && (
        <div>
          <span>
            {sent < 1
              ? t('campaigns.uploading', { percent: Math.floor(sent * 100) })
              : t('campaigns.importing', { rows: read })}
          </span>
          <Progress percent={Math.floor(sent * 100)} showInfo={false} status="active" />
        </div>
      )}
      <FaultLine error={upload.error} />
      {upload.data !== undefined && <ImportResult result={upload.data} />}
    </section>
  );
}

/** What is left empty is not sent: the service says what it needs under the campaign's rule. */
function filled(batch: Batch): Batch {
  return Object.fromEntries(Object.entries(batch).filter(([, text]) => text.trim() !== ''));
}

function ImportResult({ result }: { result: Imported }) {
  const { t, i18n } = useTranslation();
  const { rejected, faults } = result;
  const why = (code: string): string =>
    i18n.exists(`campaigns.reasons.${code}`) ? t(`campaigns.reasons.${code}` as 'campaigns.reasons.quote') : code;
  return (
    <div className="import-result">
      <Alert type={rejected > 0 ? 'warning' : 'success'} showIcon title={t('campaigns.imported', { ...result })} />
      {faults.length > 0 && (
        <>
          <h3>{t('campaigns.rejectedTitle')}</h3>
          {rejected > faults.length && (
            <p className="empty">{t('campaigns.rejectedMore', { shown: faults.length, rejected })}</p>
          )}
          <div className="scroll">
            <table className="rows">
              <thead>
                <tr>
                  <th>{t('campaigns.row')}</th>
                  <th>{t('campaigns.column')}</th>
                  <th>{t('campaigns.value')}</th>
                  <th>{t('campaigns.reason')}</th>
                </tr>
              </thead>
              <tbody>
                {faults.map(({ row, column, value, reason }) => (
                  <tr key={`${row} ${reason}`}>
                    <td>{row}</td>
                    <td>{column}</td>
                    <td>{value}</td>
                    <td>{why(reason)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}
