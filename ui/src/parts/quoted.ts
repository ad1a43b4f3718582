/** Somebody else's words as one short line: direction marks and line breaks out, a title at most 60 characters. */
export function line(text: string, most = 60): string {
  const plain = text
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const letters = [...plain];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : plain;
}
