import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The softphone page's script with JsSIP in it, as one classic script. */
export async function bundleSoftphone(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('.', import.meta.url)),
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL('./page.js', import.meta.url)), formats: ['iife'], name: 'softphone' },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  for (const each of outputs)
    if ('output' in each) {
      const chunk = each.output.find(({ type }) => type === 'chunk');
      if (chunk?.type === 'chunk') return chunk.code;
    }
  throw new Error('vite built no script');
}
