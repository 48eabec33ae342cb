/** The key of a button, shown on it. */
export function HotKey({ text }: { text: string }) {
  return <kbd className="hot-key">{text}</kbd>;
}
