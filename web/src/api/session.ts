import { ApiFault, api, must } from './client.ts';

export type Me = NonNullable<Awaited<ReturnType<typeof readSession>>>;

/** Who is signed in here; null when nobody is. */
export async function readSession() {
  try {
    return await must(api.GET('/api/v1/session'));
  } catch (error) {
    if (error instanceof ApiFault && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(username: string, password: string) {
  return (await must(api.POST('/api/v1/session', { body: { username, password } }))).user;
}

export async function signOut(): Promise<void> {
  await must(api.DELETE('/api/v1/session'));
}

export async function changePassword(old: string, fresh: string): Promise<void> {
  await must(api.PUT('/api/v1/session/password', { body: { old, new: fresh } }));
}
