import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Floor } from '../support/floor.ts';
import { freshFolder } from '../support/run-folder.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { type SimProcess, startSimProcess } from '../support/sim-process.ts';

describe('the service with a certificate', () => {
  const folder = freshFolder('tls');
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  let sim: SimProcess;
  let floor: Floor;
  let service: ServiceProcess;
  let address: URL;

  beforeAll(async () => {
    const asked = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext'.split(
      ' ',
    );
    execFileSync('openssl', ['req', ...asked, 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    sim = await startSimProcess();
    const plan = { groupKey: 'sales', node: 'sim', mode: 'ratio' } as const;
    floor = await Floor.open({ node: sim.node, plan: { ...plan, trunks: [], agents: [], campaigns: [] } });
    const env = { TLS_CERT: cert, TLS_KEY: key };
    service = new ServiceProcess({
      databaseUrl: floor.databaseUrl,
      redisUrl: floor.redis.url,
      node: sim.node,
      role: 'all',
      env,
    });
    service.start();
    address = new URL(await service.address());
  });

  afterAll(async () => {
    await service?.kill();
    await floor?.close();
    await sim?.kill();
  });

  const get = async (path: string): Promise<{ status: number; headers: Record<string, unknown>; body: string }> =>
    await new Promise((resolve, reject) => {
      const sent = request(new URL(path, address), { ca: readFileSync(cert) }, (answer) => {
        let body = '';
        answer.on('data', (piece) => {
          body += piece;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
      });
      sent.on('error', reject);
      sent.end();
    });

  it('serves HTTPS alone, with a certificate that a client can check', async () => {
    expect(address.protocol).toBe('https:');
    expect((await get('/health/live')).body).toContain('alive');
    await expect(fetch(`http://${address.host}/health/live`)).rejects.toThrow();
  });

  it('tells browsers to stay with it, and speaks no TLS older than 1.2', async () => {
    const { headers } = await get('/health/live');
    expect(String(headers['strict-transport-security'])).toMatch(/max-age=\d{8}/);
    const old = new Promise<void>((resolve, reject) => {
      const socket = connect({
        ...{ host: address.hostname, port: Number(address.port), rejectUnauthorized: false },
        ...{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      });
      socket.once('secureConnect', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', reject);
    });
    await expect(old).rejects.toThrow();
  });

  it('keeps the log free of the key', () => {
    expect(readFileSync(service.logFile, 'utf8')).not.toContain('PRIVATE KEY');
  });
});
