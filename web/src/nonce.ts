/**
 * The answer's own nonce (src/api/pages): Ant Design's styles carry it. Some of its parts write a style element without
 * asking for a nonce (scroll locks, measuring), so every style element that this page makes gets it.
 */
export const nonce: string = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';

export function markStyles(): void {
  const make = document.createElement.bind(document);
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = make(tag, options);
    if (tag === 'style') element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
