import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import type { Me } from '../api/session.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { SignOut } from './sign-out.tsx';

/** 后台: the frame of every page of the office. */
export function OfficeFrame({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="office">
      <header className="top-bar">
        <strong className="brand">{t('app.name')}</strong>
        <nav>
          {me.permissions.includes('agent.work') && <NavLink to="/desk">{t('app.desk')}</NavLink>}
          <NavLink to="/campaigns">{t('app.campaigns')}</NavLink>
        </nav>
        <span className="name">
          {me.name} · {me.username}
        </span>
        <LanguageSwitch />
        <SignOut />
      </header>
      <main>{children}</main>
    </div>
  );
}
