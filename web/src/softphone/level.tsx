import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

const BARS = 5;
/** Speech lies between these, decibels below full scale. */
const QUIET_DB = -60;
const LOUD_DB = -20;

/** How loud the microphone is, as bars. */
export function MicLevel({ stream }: { stream: MediaStream | undefined }) {
  const { t } = useTranslation();
  const [bars, setBars] = useState(0);
  useEffect(() => {
    if (stream === undefined) return;
    const context = new AudioContext();
    const meter = context.createAnalyser();
    meter.fftSize = 512;
    context.createMediaStreamSource(stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    const timer = window.setInterval(() => {
      meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
      const share = (10 * Math.log10(power + 1e-12) - QUIET_DB) / (LOUD_DB - QUIET_DB);
      setBars(Math.round(Math.min(1, Math.max(0, share)) * BARS));
    }, 150);
    return () => {
      window.clearInterval(timer);
      void context.close();
    };
  }, [stream]);
  if (stream === undefined) return null;
  return (
    <span className="level" role="img" aria-label={`${t('desk.mic')} ${bars}/${BARS}`} title={t('desk.mic')}>
      {Array.from({ length: BARS }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no other identity
        <i key={i} className={i < bars ? 'on' : ''} />
      ))}
    </span>
  );
}
