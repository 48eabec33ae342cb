import { buildPages } from '../../scripts/web/build.ts';

/** The pages as the service will serve them, built when they are not what their sources say. */
export default async function setup(): Promise<void> {
  await buildPages((line) => console.log(line));
}
