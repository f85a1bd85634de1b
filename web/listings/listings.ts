import { type Listing, readListings } from "@troad/directory";
import { ConfigurationError, type Content, type ModuleContext, type Texts } from "@troad/kernel";

/** The source of a listing: the module whose manifest has it, null for content. */
export type FoundListing = Listing & { module: string | null };
export type ListingSource = { content: Content; texts: Texts };

/** Everything that people can find: services of content, and what modules offer. Throws if two have the same id. */
export function listingsOf(ctx: Pick<ModuleContext, "content" | "texts" | "pages">): FoundListing[] {
  const all: FoundListing[] = [
    ...readListings(ctx.content).map((one) => ({ ...one, module: null })),
    ...ctx.pages.flatMap(({ module, listings }) =>
      ((listings?.({ content: ctx.content, texts: ctx.texts }) ?? []) as readonly Listing[]).map((one) => ({ ...one, module })),
    ),
  ];
  const seen = new Map<string, string>();
  for (const { id, module } of all) {
    const where = module ?? "content/services";
    if (seen.has(id)) throw new ConfigurationError(`service ${id} is listed by ${seen.get(id)} and by ${where}`);
    seen.set(id, where);
  }
  return all;
}

/**
 * The texts of a listing from keys of a module's own text/, `<prefix>.name` and so on; missing keys are left out; `more` such as
 * `date.draw`.
 */
export function listingTexts(texts: Texts, prefix: string, more: readonly string[] = []): Record<string, Record<string, string>> {
  const keys = ["name", "summary", "who", "need", "time", "cost", "deadline", "contact", "words", ...more];
  return Object.fromEntries(
    texts.languages.map(({ code }) => {
      const t = texts.translator(code);
      const entries = keys.map((key) => [key, t(`${prefix}.${key}`)] as const);
      return [code, Object.fromEntries(entries.filter(([key, text]) => text !== `${prefix}.${key}`))];
    }),
  );
}
