import { type Browser, chromium } from 'playwright-core';
import { provisionBrowser } from '../../scripts/browser/provision.ts';

/**
 * Headless Chromium with a microphone and no questions asked, also as root and on loopback only (ASTERISK.md, SETUP.md).
 * The microphone beeps once a second, or says over and over what `microphone` (a wav file) holds. Close it at the end; it
 * ends with the test process in any case.
 */
export async function startBrowser(options: { microphone?: string } = {}): Promise<Browser> {
  const { file } = provisionBrowser((line) => console.log(line));
  return await chromium.launch({
    executablePath: file,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--autoplay-policy=no-user-gesture-required',
      ...(options.microphone === undefined ? [] : [`--use-file-for-fake-audio-capture=${options.microphone}`]),
    ],
  });
}
