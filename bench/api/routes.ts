/** One hot route, as both servers answer it. */
export interface BenchRoute {
  name: string;
  method: 'GET' | 'PUT' | 'POST';
  path: string;
  body?: string;
  /** What both answer. */
  status: number;
}

/** What server.ts prints when both listen. */
export interface BenchServers {
  boda: string;
  bare: string;
  token: string;
  routes: BenchRoute[];
}
