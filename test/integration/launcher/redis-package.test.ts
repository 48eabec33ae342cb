import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../../scripts/launcher/redis.ts';
import { findRedis } from '../../../scripts/launcher/redis-package.ts';
import { freshFolder } from '../../support/run-folder.ts';

describe('a machine without redis-server', () => {
  it("unpacks Debian's package after saying so, once, and what it unpacked runs", async () => {
    const folder = freshFolder('unpack');
    const said: string[] = [];
    const program = findRedis(folder, (line) => said.push(line), '/nowhere');
    expect(said).toEqual([`no redis-server on the PATH: unpacking Debian's package under ${folder}`]);
    expect(program.file).toBe(join(folder, 'root/usr/bin/redis-server'));
    expect(readdirSync(folder)).toEqual(['root']);
    findRedis(folder, (line) => said.push(line), '/nowhere');
    expect(said).toHaveLength(1);
    const redis = await startRedis({ home: join(folder, 'data'), program });
    await redis.stop();
    expect(existsSync(join(folder, 'data', 'appendonlydir'))).toBe(true);
  });
});
