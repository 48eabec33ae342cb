import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ApiFault } from './api/client.ts';
import { App } from './app.tsx';
import { startTexts } from './i18n/index.ts';
import { markStyles } from './nonce.ts';
import './style.css';

markStyles();
await startTexts();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the service refused stays refused; only silence is asked again.
      retry: (count, error) => count < 3 && (!(error instanceof ApiFault) || error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: false,
      staleTime: 5_000,
    },
  },
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <QueryClientProvider client={queries}>
    <BrowserRouter>
      <App />
    </BrowserRouter>
  </QueryClientProvider>,
);
