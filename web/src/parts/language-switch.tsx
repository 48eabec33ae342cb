import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Locale, speak } from '../i18n/index.ts';

const NAMES: Record<Locale, string> = { 'zh-CN': '中文', en: 'English' };

/** Shows the other language's name in that language: whoever is lost can read it. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other: Locale = i18n.language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" size="small" lang={other} onClick={() => void speak(other)}>
      {NAMES[other]}
    </Button>
  );
}
