/** What mail programs and telephones turn into a link by themselves: a scheme, an address with a dot before letters, a mailbox. */
const parts: readonly [RegExp, string][] = [
  [/:(?=\s*[/\\]{2})/g, "[:]"],
  [/(?<=[\p{L}\p{N}])[.。．｡](?=\p{L}{2,})/gu, "[.]"],
  [/(?<=\S)[@＠](?=\S)/g, "[@]"],
];

/** Words of a person within a message: no line of their own, and nothing in them becomes a link (alphagov/notifications-api#4080). */
export function harmless(text: string): string {
  const line = text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\]\s*\(/g, "] (");
  return parts.reduce((shown, [found, instead]) => shown.replace(found, instead), line).trim();
}
