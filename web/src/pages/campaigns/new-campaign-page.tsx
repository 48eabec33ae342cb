import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { campaignParts, createCampaign, type NewCampaign } from '../../api/campaigns.ts';
import type { Me } from '../../api/session.ts';
import { FaultLine } from '../../parts/fault-line.tsx';
import { OfficeFrame } from '../../parts/office-frame.tsx';
import { requestKey } from '../../parts/request-key.ts';
import { HOURS_CHOICES, type HoursChoice, hoursOf } from './hours.ts';

/** What must be said to make a campaign; its list is uploaded on its own page right after. */
export default function NewCampaignPage({ me }: { me: Me }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const queries = useQueryClient();
  const parts = useQuery({ queryKey: ['campaign-parts'], queryFn: campaignParts });
  const { groups = [], trunks = [], callerIds = [] } = parts.data ?? {};
  const [name, setName] = useState('');
  const [group, setGroup] = useState<string>();
  const [trunkIds, setTrunkIds] = useState<string[]>();
  const [callerIdIds, setCallerIdIds] = useState<string[]>();
  const [hours, setHours] = useState<HoursChoice>('default');
  const [target, setTarget] = useState(3);
  const [ring, setRing] = useState(30);
  const [mode, setMode] = useState<'auto' | 'preview'>('auto');
  const [previewSeconds, setPreviewSeconds] = useState(60);
  const [previewThen, setPreviewThen] = useState<'dial' | 'skip'>('dial');
  const [tried, setTried] = useState(false);
  const [key] = useState(requestKey);
  const only = <T extends { id: string }>(rows: readonly T[]): string | undefined =>
    rows.length === 1 ? rows[0]?.id : undefined;
  const groupId = group ?? only(groups);
  const ownTrunks = trunkIds ?? trunks.filter((one) => one.enabled).map(({ id }) => id);
  const ownCallers = callerIdIds ?? callerIds.filter((one) => one.enabled).map(({ id }) => id);

  const create = useMutation({
    mutationFn: (body: NewCampaign) => createCampaign(body, key),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['campaigns'] });
      void go(`/campaigns/${made.id}`);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || groupId === undefined || ownTrunks.length === 0) return;
    const chosen = hoursOf(hours);
    create.mutate({
      name: name.trim(),
      groupId,
      trunkIds: ownTrunks,
      callerIdIds: ownCallers,
      abandonTarget: target / 100,
      ringTimeoutMs: ring * 1_000,
      mode,
      ...(mode === 'preview' ? { previewMs: previewSeconds * 1_000, previewThen } : {}),
      ...(chosen === undefined ? {} : { hours: chosen }),
    });
  };
  const lack = (missing: boolean): string | undefined => (tried && missing ? t('campaigns.needed') : undefined);
  const hoursNames = { default: 'hoursDefault', legal: 'hoursLegal', all: 'hoursAll' } as const;
  return (
    <OfficeFrame me={me}>
      <div className="page-head">
        <h1>{t('campaigns.create')}</h1>
        <Link to="/campaigns">{t('campaigns.back')}</Link>
      </div>
      <FaultLine error={parts.error} retry={() => void parts.refetch()} />
      <form className="sheet" onSubmit={submit} noValidate>
        <Field label={t('campaigns.name')} fault={lack(name.trim() === '')}>
          {(id) => (
            <Input id={id} autoFocus maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t('campaigns.group')} fault={lack(groupId === undefined)}>
          {(id) => (
            <Select
              id={id}
              placeholder={t('campaigns.choose')}
              value={groupId ?? null}
              options={groups.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(value) => setGroup(value ?? undefined)}
            />
          )}
        </Field>
        <Field label={t('campaigns.mode')}>
          {(id) => (
            <Select
              id={id}
              value={mode}
              options={(['auto', 'preview'] as const).map((value) => ({ value, label: t(`campaigns.modes.${value}`) }))}
              onChange={setMode}
            />
          )}
        </Field>
        {mode === 'preview' && (
          <div className="pair">
            <Field label={t('campaigns.previewSeconds')}>
              {(id) => (
                <InputNumber
                  id={id}
                  min={1}
                  max={1_200}
                  precision={0}
                  value={previewSeconds}
                  onChange={(n) => setPreviewSeconds(n ?? 60)}
                />
              )}
            </Field>
            <Field label={t('campaigns.previewThen')}>
              {(id) => (
                <Select
                  id={id}
                  value={previewThen}
                  options={(['dial', 'skip'] as const).map((value) => ({
                    value,
                    label: t(`campaigns.previewThens.${value}`),
                  }))}
                  onChange={setPreviewThen}
                />
              )}
            </Field>
          </div>
        )}
        <Field label={t('campaigns.trunks')} fault={lack(ownTrunks.length === 0)}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              value={ownTrunks}
              options={trunks.map((one) => ({ value: one.id, label: one.name }))}
              onChange={setTrunkIds}
            />
          )}
        </Field>
        <Field label={t('campaigns.callerIds')}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              maxTagCount={3}
              value={ownCallers}
              options={callerIds.map((one) => ({ value: one.id, label: one.number }))}
              onChange={setCallerIdIds}
            />
          )}
        </Field>
        <Field label={t('campaigns.hours')}>
          {(id) => (
            <Select
              id={id}
              value={hours}
              options={HOURS_CHOICES.map((value) => ({ value, label: t(`campaigns.${hoursNames[value]}`) }))}
              onChange={setHours}
            />
          )}
        </Field>
        <div className="pair">
          <Field label={t('campaigns.abandonTarget')}>
            {(id) => (
              <InputNumber id={id} min={0} max={20} step={0.5} value={target} onChange={(n) => setTarget(n ?? 3)} />
            )}
          </Field>
          <Field label={t('campaigns.ringSeconds')}>
            {(id) => <InputNumber id={id} min={5} max={120} value={ring} onChange={(n) => setRing(n ?? 30)} />}
          </Field>
        </div>
        <FaultLine error={create.error} />
        <Button type="primary" htmlType="submit" disabled={parts.data === undefined} loading={create.isPending}>
          {t('campaigns.next')}
        </Button>
      </form>
    </OfficeFrame>
  );
}

interface FieldProps {
  label: string;
  fault?: string | undefined;
  children(id: string): ReactNode;
}

function Field({ label, fault, children }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {fault !== undefined && <p className="fault">{fault}</p>}
    </div>
  );
}
