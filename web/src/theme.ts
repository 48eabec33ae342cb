import type { ThemeConfig } from 'antd';

/** The words' own colours (docs/GLOSSARY.md, states): the same on desk, floor, wall and reports. */
export const STATE_COLOURS = {
  idle: '#389e0d',
  preview: '#08979c',
  dialing: '#1677ff',
  talking: '#531dab',
  wrapup: '#b86e00',
  notReady: '#d4380d',
  break: '#595959',
  offline: '#8c8c8c',
} as const;

export const CHART_COLOURS = { talking: '#531dab', idle: '#389e0d', ringing: '#1677ff', answers: '#d48806' } as const;

export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#531dab',
    borderRadius: 6,
    fontFamily:
      '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "Noto Sans CJK SC", sans-serif',
  },
};
