import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackDebian } from '../../scripts/launcher/debian-package.ts';
import { freePort } from '../../scripts/launcher/ports.ts';
import { freshFolder } from './run-folder.ts';
import { until } from './until.ts';

const FOLDER = fileURLToPath(new URL('../../.boda/prometheus', import.meta.url));
const HELP = 'as root run: apt-get update';

export interface PrometheusTools {
  prometheus: string;
  promtool: string;
}

/** Debian's Prometheus, unpacked under .boda like Redis; fetched (about 50 MB) by the first test that needs it. */
export function findPrometheus(): PrometheusTools {
  const root = join(FOLDER, 'root');
  if (!existsSync(root)) {
    console.log(`unpacking Debian's prometheus under ${FOLDER}`);
    unpackDebian({ name: 'prometheus', help: HELP }, FOLDER, root);
  }
  return { prometheus: join(root, 'usr/bin/prometheus'), promtool: join(root, 'usr/bin/promtool') };
}

/** `promtool check metrics` over a text of metrics: its faults, none when it is content. */
export async function lintMetrics({ promtool }: PrometheusTools, text: string): Promise<string> {
  return await new Promise((resolve) => {
    const child = execFile(promtool, ['check', 'metrics'], (error, stdout, stderr) =>
      resolve(error === null ? stdout + stderr : stdout + stderr || String(error)),
    );
    child.stdin?.end(text);
  });
}

/** `promtool check rules FILE`: undefined when it is content. */
export async function checkRules({ promtool }: PrometheusTools, file: string): Promise<string | undefined> {
  return await new Promise((resolve) => {
    execFile(promtool, ['check', 'rules', file], (error, stdout, stderr) =>
      resolve(error === null ? undefined : stdout + stderr),
    );
  });
}

export interface Sample {
  metric: Record<string, string>;
  value: number;
}

/** A Prometheus that scrapes one address each second. */
export class TestPrometheus {
  readonly #url: string;
  readonly #child: ChildProcess;
  readonly #log: string;

  private constructor(url: string, child: ChildProcess, log: string) {
    this.#url = url;
    this.#child = child;
    this.#log = log;
  }

  static async start(
    { prometheus }: PrometheusTools,
    target: { address: string; token: string; rules?: string },
  ): Promise<TestPrometheus> {
    const folder = freshFolder('prometheus');
    mkdirSync(join(folder, 'data'));
    const port = await freePort();
    const { host } = new URL(target.address);
    writeFileSync(join(folder, 'token'), target.token, { mode: 0o600 });
    const config = {
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      ...(target.rules === undefined ? {} : { rule_files: [target.rules] }),
      scrape_configs: [
        {
          job_name: 'boda',
          authorization: { credentials_file: join(folder, 'token') },
          static_configs: [{ targets: [host] }],
        },
      ],
    };
    // Prometheus reads YAML, and JSON is YAML.
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
    const log = join(folder, 'log');
    const out = openSync(log, 'a');
    const child = spawn(
      prometheus,
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: ['ignore', out, out] },
    );
    const started = new TestPrometheus(`http://127.0.0.1:${port}`, child, log);
    await until(async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok, {
      what: `Prometheus to be ready (${log})`,
      timeoutMs: 60_000,
    });
    return started;
  }

  /** An instant query; rejects with Prometheus's own words when it is no PromQL. */
  async query(promql: string): Promise<Sample[]> {
    const answer = await fetch(`${this.#url}/api/v1/query?query=${encodeURIComponent(promql)}`);
    const body = (await answer.json()) as {
      status: string;
      error?: string;
      data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    if (body.status !== 'success') throw new Error(`${promql}: ${body.error}`);
    return (body.data?.result ?? []).map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  get log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await gone;
  }
}
