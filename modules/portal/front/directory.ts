import fs from "node:fs";
import path from "node:path";
import { type AgencyProfile, type Listing, lifeEventSchema, readProfiles } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import { openSearch, parseSynonyms, type Search, type SearchEntry, synonymsSchema } from "@troad/search";
import { type FoundListing, listingsOf } from "@troad/web";
import Type from "typebox";

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** `asOne`: its services are applied for together. */
export type LifeEvent = {
  id: string;
  text: Texts;
  listings: readonly FoundListing[];
  picture: Buffer | undefined;
  asOne: boolean;
};
export type Agency = AgencyProfile & { listings: readonly FoundListing[] };

/** The content of the public pages: listings, life events and agencies that offer something, and the index over all of them. */
export type Directory = {
  listings: readonly FoundListing[];
  byId: ReadonlyMap<string, FoundListing>;
  /** The most used ones, in their order. */
  popular: readonly FoundListing[];
  /** Periods of the year in which something is asked for. */
  dates: readonly (NonNullable<Listing["dates"]>[number] & { listing: FoundListing })[];
  events: readonly LifeEvent[];
  agencies: readonly Agency[];
  search: Search;
  /** Services for which people book a time at a counter. */
  atCounters: ReadonlySet<string>;
  /** A text of a listing, event or agency in the reader's language, else in English or Chinese; undefined if there is none. */
  text(of: { text: Texts }, lang: string, key: string): string | undefined;
};

const longestPicture = 6_000;
/** A counter, as far as what it serves is asked for. */
const counterServices = Type.Object({ services: Type.Array(Type.String()) });

/** Reads everything at start; throws ConfigurationError if content does not fit. */
export function openDirectory(
  ctx: Pick<ModuleContext, "content" | "texts" | "pages">,
  elsewhere: readonly Listing[] = [],
): Directory {
  const own = listingsOf(ctx);
  const ids = new Set(own.map(({ id }) => id));
  const listings = [...own, ...elsewhere.filter(({ id }) => !ids.has(id)).map((one) => ({ ...one, module: "connected" }))];
  const together = new Set(ctx.content.read("life-events", "journey.json", Type.Object({})).map(({ id }) => id));
  const events = ctx.content
    .read("life-events", "life-event.json", lifeEventSchema)
    .toSorted((a, b) => a.value.order - b.value.order)
    .map(({ id, folder, text }) => ({
      id,
      text,
      picture: pictureIn(folder),
      asOne: together.has(id),
      listings: listings.filter(({ lifeEvents }) => lifeEvents.includes(id)),
    }))
    .filter((event) => event.listings.length > 0);
  const agencies = readProfiles(ctx.content).map((profile) => ({
    ...profile,
    listings: listings.filter(({ agency }) => agency === profile.id),
  }));
  const atCounters = new Set(
    ctx.content.read("counters", "counter.json", counterServices).flatMap(({ value }) => value.services),
  );
  const synonyms = parseSynonyms(ctx.content.read("search", "synonyms.json", synonymsSchema).map(({ value }) => value));
  const text: Directory["text"] = (of, lang, key) => {
    const found = ctx.texts.pick(of.text, lang, key);
    return found === key ? undefined : found;
  };
  return {
    listings,
    byId: new Map(listings.map((one) => [one.id, one])),
    popular: listings.filter((one) => one.popular !== undefined).toSorted((a, b) => (a.popular ?? 0) - (b.popular ?? 0)),
    dates: listings.flatMap((listing) => (listing.dates ?? []).map((date) => ({ ...date, listing }))),
    events,
    agencies,
    atCounters,
    text,
    search: openSearch(entriesOf(listings, events, agencies), synonyms),
  };
}

function pictureIn(folder: string): Buffer | undefined {
  const file = path.join(folder, "picture.svg");
  if (!fs.existsSync(file)) return undefined;
  const bytes = fs.readFileSync(file);
  if (bytes.length > longestPicture) throw new Error(`${file}: a picture has at most ${longestPicture} bytes`);
  return bytes;
}

const byLanguage = (text: Texts, ...keys: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(text).map(([lang, texts]) => [lang, keys.flatMap((key) => texts[key] ?? []).join(" ")]));

/** One index of everything; the most used listings rank slightly higher. */
function entriesOf(listings: readonly Listing[], events: readonly LifeEvent[], agencies: readonly Agency[]): SearchEntry[] {
  return [
    ...listings.map(({ id, text, popular }) => ({
      id: `service/${id}`,
      kind: "service",
      title: byLanguage(text, "name"),
      text: byLanguage(text, "summary", "who", "need"),
      words: byLanguage(text, "words"),
      weight: popular === undefined ? 1 : 1.2,
    })),
    ...events.map(({ id, text }) => ({
      id: `life-event/${id}`,
      kind: "life-event",
      title: byLanguage(text, "name"),
      text: byLanguage(text, "summary"),
    })),
    ...agencies.map(({ id, text }) => ({
      id: `agency/${id}`,
      kind: "agency",
      title: byLanguage(text, "name", "short"),
      text: byLanguage(text, "about"),
    })),
  ];
}
