import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { zh } from './zh-CN.ts';

export const LOCALES = ['zh-CN', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

const KEPT = 'boda.locale';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zh };
  }
}

/** Simplified Chinese unless this device chose otherwise. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
    lng: kept() ?? 'zh-CN',
    fallbackLng: 'zh-CN',
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}

export function locale(): Locale {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

export async function speak(next: Locale): Promise<void> {
  localStorage.setItem(KEPT, next);
  await i18next.changeLanguage(next);
  document.documentElement.lang = next;
}

/** The language of the account, where this device has not chosen one. */
export async function speakAsAccount(accountLocale: string): Promise<void> {
  if (kept() !== undefined) return;
  const next = LOCALES.find((one) => one === accountLocale) ?? 'zh-CN';
  await i18next.changeLanguage(next);
  document.documentElement.lang = next;
}

function kept(): Locale | undefined {
  const text = localStorage.getItem(KEPT);
  return LOCALES.find((one) => one === text);
}
