import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

const COMMANDS = ['UPDATE', 'DELETE', 'INSERT', 'SELECT', 'MERGE'] as const;
/** What pg says when our side gave up on an answer; the statement still holds the connection. */
const NO_ANSWER = /query read timeout/i;

/**
 * A pool that throws a connection away after it once gave no answer in time. Otherwise the pool would hand it out again
 * and again while a host that vanished without a word keeps it (TCP notices after a quarter of an hour).
 */
export function checkedPool(pool: pg.Pool, names?: StatementNames): PostgresPool {
  return {
    connect: async () => new CheckedClient(await pool.connect(), names),
    end: () => pool.end(),
  };
}

/** More would be kept by each connection for ever; statements that differ by their number of rows go beyond. */
const MOST_NAMES = 200;

/**
 * Names for a pool's statements: Postgres parses and plans a named one once for a connection instead of at each run. For
 * pools whose statements are few and return; the first ones that come get the names.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();

  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_NAMES) return known;
    const name = `s${this.#names.size + 1}`;
    this.#names.set(text, name);
    return name;
  }
}

class CheckedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames | undefined;
  #dead = false;

  constructor(client: pg.PoolClient, names: StatementNames | undefined) {
    this.#client = client;
    this.#names = names;
  }

  query<R>(text: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    what: string | PostgresCursor<R>,
    parameters: ReadonlyArray<unknown> = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof what !== 'string') throw new Error('cursors are not used here');
    return this.#run<R>(what, parameters);
  }

  release(): void {
    this.#client.release(this.#dead);
  }

  async #run<R>(text: string, parameters: ReadonlyArray<unknown>): Promise<PostgresQueryResult<R>> {
    if (this.#dead) throw new Error('query read timeout: an earlier statement of this connection has no answer yet');
    try {
      const values = [...parameters];
      // Without parameters (begin, commit) a statement goes as one plain message.
      const name = values.length === 0 ? undefined : this.#names?.of(text);
      const result = await this.#client.query(name === undefined ? { text, values } : { name, text, values });
      const command = COMMANDS.find((each) => each === result.command) ?? 'SELECT';
      return { command, rowCount: result.rowCount ?? 0, rows: result.rows };
    } catch (error) {
      if (error instanceof Error && NO_ANSWER.test(error.message)) this.#dead = true;
      throw error;
    }
  }
}
