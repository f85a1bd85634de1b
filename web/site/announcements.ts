import type { Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

/** `content/announcements/<id>/announcement.json`; its texts are `title` and `body`. */
const announcementSchema = Type.Object(
  {
    /** An emergency is shown at the top of every page, a notice on the home page. */
    level: Type.Enum(["emergency", "notice"]),
    from: day,
    /** The last day on which it is shown. */
    until: day,
    href: Type.Optional(Type.String({ pattern: "^(/|https://)", maxLength: 300 })),
  },
  { additionalProperties: false },
);
export type Announcement = Static<typeof announcementSchema> & { id: string; text: Record<string, Record<string, string>> };

/** The announcements of content; throws ConfigurationError if one does not fit. */
export const readAnnouncements = (content: Content): Announcement[] =>
  content.read("announcements", "announcement.json", announcementSchema).map(({ id, value, text }) => ({ ...value, id, text }));

/** Those of a day, newest first. */
export const announcementsOn = (all: readonly Announcement[], today: string): Announcement[] =>
  all.filter(({ from, until }) => from <= today && today <= until).toSorted((a, b) => b.from.localeCompare(a.from));
