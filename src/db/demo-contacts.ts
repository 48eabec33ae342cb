import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { Rng } from '../shared/rng.ts';
import type { PhoneVault } from './crypto.ts';
import { demoName } from './demo-people.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

const AT_ONCE = 1_000;
const INDUSTRIES = ['零售', '餐饮', '教育', '物流', '制造', '家装'];

interface Parts {
  vault: PhoneVault;
  ids: IdSource;
  clock: Clock;
  rng: Rng;
  numberFor(n: number): string;
}

interface Order {
  campaignId: string;
  listId: string;
  departmentId: string;
  /** Numbers `first` … `first + count − 1` of the generator. */
  first: number;
  count: number;
}

/** A phone, a customer and a contact for each number, due at once; numbers are sealed before they are written. */
export async function writeDemoContacts(tx: Tx, parts: Parts, order: Order): Promise<void> {
  for (let done = 0; done < order.count; done += AT_ONCE) {
    const count = Math.min(AT_ONCE, order.count - done);
    await writeChunk(tx, parts, { ...order, first: order.first + done, count });
  }
}

async function writeChunk(tx: Tx, { vault, ids, clock, rng, numberFor }: Parts, order: Order): Promise<void> {
  const created_at = timestamp(clock.now());
  const { campaignId: campaign_id, listId: list_id, departmentId: department_id } = order;
  const people = Array.from({ length: order.count }, (_, i) => ({
    sealed: vault.seal(numberFor(order.first + i)),
    name: demoName(order.first + i),
    fields: JSON.stringify({ 行业: INDUSTRIES[Math.floor(rng.next() * INDUSTRIES.length)] }),
    customer_id: ids.next(),
    phone_id: ids.next(),
    contact_id: ids.next(),
  }));
  await tx
    .insertInto('customer')
    .values(people.map(({ customer_id: id, name, fields }) => ({ id, department_id, name, fields, created_at })))
    .execute();
  await tx
    .insertInto('phone')
    .values(
      people.map(({ phone_id: id, customer_id, sealed }) => ({
        id,
        blind_index: Buffer.from(sealed.blindIndex, 'hex'),
        ciphertext: sealed.ciphertext,
        masked: sealed.masked,
        prefix: sealed.prefix,
        country: 'CN',
        zones: ['Asia/Shanghai'],
        customer_id,
        created_at,
      })),
    )
    .execute();
  await tx
    .insertInto('contact')
    .values(
      people.map(({ contact_id: id, customer_id, phone_id, name, fields }) => ({
        ...{ id, campaign_id, list_id, customer_id, phone_id, department_id, name, fields },
        due_at: created_at,
        created_at,
      })),
    )
    .execute();
}
