/** Who works on the demo floor. The first of each role is the account that is printed at the start. */
export interface DemoPerson {
  role: string;
  username: string;
  name: string;
  /** Index of the squad, for those who have one. */
  squad: number | undefined;
}

const SURNAMES = '王李张刘陈杨黄赵周吴徐孙朱马胡郭';
const GIVEN = ['静', '敏', '磊', '洋', '丽', '强', '婷', '杰', '娜', '涛', '艳', '超'];
const SQUADS = 4;
const AGENTS_OF_SQUAD = 12;

/** A name by its number: made up, the same at every start. */
export function demoName(n: number): string {
  const surname = SURNAMES[n % SURNAMES.length] ?? '王';
  const given = GIVEN[Math.floor(n / SURNAMES.length) % GIVEN.length] ?? '静';
  return surname + given + (GIVEN[(n * 7) % GIVEN.length] ?? '');
}

function person(role: string, staffNo: number, squad?: number): DemoPerson {
  return { role, username: String(staffNo), name: demoName(staffNo), squad };
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  ...Array.from({ length: SQUADS * AGENTS_OF_SQUAD }, (_, i) =>
    person('agent', 1001 + i, Math.floor(i / AGENTS_OF_SQUAD)),
  ),
  ...Array.from({ length: SQUADS }, (_, i) => person('team-manager', 2001 + i, i)),
  person('sales-manager', 3001),
  person('assistant', 3101),
  person('assistant', 3102),
  person('reviewer', 4001),
  person('campaign-manager', 5001),
  person('ops', 6001),
  person('administrator', 9001),
];
