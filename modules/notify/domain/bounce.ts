import PostalMime from "postal-mime";

export type Bounce = {
  /** Addresses to which the report was sent: our return path is among them. */
  to: string[];
  recipients: { final: string; action: string; status: string }[];
};

/** The fields of one group of a delivery status (RFC 3464, section 2.1.1), with continued lines joined. */
function fieldsOf(group: string): Map<string, string> {
  const lines = group.replace(/\n[ \t]+/g, " ").split("\n");
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf(":");
      return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
    }),
  );
}

/** `rfc822; name@example` and `utf-8; name@example`, without the kind of address. */
const addressIn = (field: string): string => field.slice(field.indexOf(";") + 1).trim();

/** Reads a delivery status notification (RFC 3464) as a mail server sends it; undefined if the mail is none. */
export async function readBounce(mail: Uint8Array): Promise<Bounce | undefined> {
  const parsed = await PostalMime.parse(mail, { attachmentEncoding: "utf8", forceRfc822Attachments: true });
  const report = parsed.attachments.find(({ mimeType }) => /^message\/(global-)?delivery-status$/i.test(mimeType));
  if (typeof report?.content !== "string") return undefined;
  const groups = report.content.replace(/\r\n?/g, "\n").split(/\n\s*\n/);
  const recipients = groups.map(fieldsOf).flatMap((fields) => {
    const [final, action, status] = ["final-recipient", "action", "status"].map((name) => fields.get(name));
    if (final === undefined || action === undefined) return [];
    return [{ final: addressIn(final), action: action.toLowerCase(), status: status ?? "" }];
  });
  const named = parsed.headers.filter(({ key }) => ["delivered-to", "x-original-to"].includes(key)).map(({ value }) => value);
  const to = [...(parsed.to ?? []).flatMap(({ address }) => address ?? []), ...named];
  return recipients.length === 0 ? undefined : { to, recipients };
}

/**
 * Whether a report says that this address takes no mail for good. What became of a copy that its owner forwards elsewhere (another final
 * recipient) is no matter of the address that we know.
 */
export const isLost = ({ recipients }: Bounce, address: string): boolean =>
  recipients.some(
    ({ final, action, status }) => action === "failed" && status.startsWith("5") && final.toLowerCase() === address.toLowerCase(),
  );
