const TONE_MS = 140;

/** For an agent who looks at another tab: a short tone, a title that flashes until he is back. */
export function callAttention(name: string): void {
  if (!document.hidden) return;
  tone();
  const title = document.title;
  let on = false;
  const flash = window.setInterval(() => {
    on = !on;
    document.title = on ? `☎ ${name}` : title;
  }, 700);
  const back = (): void => {
    if (document.hidden) return;
    window.clearInterval(flash);
    document.title = title;
    document.removeEventListener('visibilitychange', back);
  };
  document.addEventListener('visibilitychange', back);
}

function tone(): void {
  const context = new AudioContext();
  const note = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.08;
  note.frequency.value = 880;
  note.connect(volume).connect(context.destination);
  note.start();
  note.stop(context.currentTime + TONE_MS / 1_000);
  note.addEventListener('ended', () => void context.close());
}
