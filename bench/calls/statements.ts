import pg from 'pg';

/** The dearest ones that are shown. */
const SHOWN = 30;

interface Spent {
  calls: number;
  ms: number;
  planMs: number;
  rows: number;
  nested: boolean;
  query: string;
}

/** What each statement of a step cost in Postgres, by its own extension pg_stat_statements. */
export class Statements {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Counts from here on. */
  async begin(): Promise<void> {
    await this.#query('create extension if not exists pg_stat_statements');
    await this.#query('select pg_stat_statements_reset()');
  }

  /** One line each; times are of all runs together, ms a call of the bench and in all. Triggers' own are marked >. */
  async lines(calls: number): Promise<string[]> {
    const rows = await this.#query<Spent>(
      `select calls::int, total_exec_time + total_plan_time as ms, total_plan_time as "planMs", rows::int,
        not toplevel as nested, regexp_replace(query, '\\s+', ' ', 'g') as query
      from pg_stat_statements order by 2 desc`,
    );
    const all = rows.filter((row) => !row.nested);
    const sum = all.reduce((ms, row) => ms + row.ms, 0);
    const planned = all.reduce((ms, row) => ms + row.planMs, 0);
    const runs = all.reduce((n, row) => n + row.calls, 0);
    return [
      `Postgres: ${(sum / calls).toFixed(2)} ms a call in ${runs} statements, ${(planned / calls).toFixed(2)} ms of it planning`,
      ...rows.slice(0, SHOWN).map((row) => {
        const figures = [row.ms / calls, row.ms / row.calls, row.planMs / calls].map((ms) => ms.toFixed(3).padStart(7));
        return `${row.nested ? '>' : ' '} ${figures.join(' ')} ${String(row.calls).padStart(6)} × ${row.query.slice(0, 110)}`;
      }),
    ];
  }

  async #query<R extends pg.QueryResultRow>(text: string): Promise<R[]> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      return (await client.query<R>(text)).rows;
    } finally {
      await client.end();
    }
  }
}
