/** A name for one write (Idempotency-Key), so that a repeated press or a repeated request is carried out once. */
export function requestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
