/**
 * Stands where src/main.ts stands, for the tests of the launcher: each command does the least that the launcher can see.
 * What happens is written, in its order, to the file of STAND_IN_DIARY.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import pg from 'pg';

const [command = '', ...args] = process.argv.slice(2);
const note = (line: string): void => appendFileSync(process.env.STAND_IN_DIARY ?? '', `${line}\n`);

async function rows(sql: string): Promise<{ n: number }[]> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<{ n: number }>(sql)).rows;
  } finally {
    await client.end();
  }
}

function untilSignalled(): void {
  note(`${command} started`);
  const pulse = setInterval(() => undefined, 1_000);
  process.on('SIGTERM', () => {
    note(`${command} stopped`);
    clearInterval(pulse);
    process.exit(0);
  });
  process.on('SIGINT', () => note(`${command} got the terminal's Ctrl-C`));
}

function listen(port: number): void {
  createServer((_request, answer) => answer.end('ok')).listen(port, '127.0.0.1', untilSignalled);
}

switch (command) {
  case 'migrate':
    await rows('create table if not exists starts (n serial primary key)');
    break;
  case 'demo-data': {
    await rows('insert into starts default values');
    const [last] = await rows('select max(n)::int as n from starts');
    note(`start ${last?.n}`);
    const accounts = [{ role: 'agent', username: 'a1', password: 'pw1', name: '王芳' }];
    writeFileSync(args[args.indexOf('--accounts') + 1] ?? '', JSON.stringify({ accounts }));
    break;
  }
  case 'sim': {
    const [node] = JSON.parse(process.env.ARI_NODES ?? '[]') as { url: string }[];
    listen(Number(new URL(node?.url ?? '').port));
    break;
  }
  case 'serve':
    if (process.env.STAND_IN_FAULT !== undefined) {
      console.error(process.env.STAND_IN_FAULT);
      process.exit(1);
    }
    listen(Number(process.env.HTTP_PORT));
    break;
  default:
    untilSignalled();
}
