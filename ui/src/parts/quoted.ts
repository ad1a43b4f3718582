/** Somebody else's words as one short line: direction marks and line breaks out, at most 60 characters. */
const MOST = 60;

export function line(text: string): string {
  const plain = text.replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
  const letters = [...plain];
  return letters.length > MOST ? `${letters.slice(0, MOST - 1).join("")}…` : plain;
}
