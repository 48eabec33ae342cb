import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../../parts/language-switch.tsx';

/** The one card of the pages before the work begins. */
export function FrontCard({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className="front">
      <section className="front-card">
        <header>
          <div>
            <strong className="brand">{t('app.name')}</strong>
            <p>{t('signIn.slogan')}</p>
          </div>
          <LanguageSwitch />
        </header>
        <h1>{title}</h1>
        {children}
      </section>
    </main>
  );
}
