import { type ServicePage, servicePage } from "@troad/connect";
import type { Listing } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { Directory } from "./directory.ts";

const told = Compile(
  Type.Object({ services: Type.Array(Type.Object({ agency: Type.String(), page: servicePage }), { maxItems: 1_000 }) }),
);
const patienceMs = 2_000;
/** How old what was told may be. */
const freshMs = 3_000;

const keys = ["name", "summary", "who", "need", "time", "cost", "contact"] as const;
/** A service of an agency as the portal lists its own. */
const listingOf = ({ agency, page }: { agency: string; page: ServicePage }): Listing => ({
  ...{ id: page.id, kind: page.kind as Listing["kind"], agency, lifeEvents: page.lifeEvents, start: page.start, signIn: true },
  law: page.law,
  text: Object.fromEntries(
    (["zh-Hant", "en"] as const).map((lang) => [
      lang,
      Object.fromEntries(keys.flatMap((key) => (page[key] ? [[key, page[key][lang]]] : []))),
    ]),
  ),
});

/**
 * The directory with the services that agencies run themselves, which may change at any time: asked for again, beside the answer under way, once what
 * was told is three seconds old. Without the module that knows them, or while it is away, what was known last stays.
 */
export function withServicesElsewhere(
  ctx: Pick<ModuleContext, "pages">,
  open: (elsewhere: readonly Listing[]) => Directory,
): () => Directory {
  let current = open([]);
  let known = "[]";
  let next = 0;
  const module = ctx.pages.find((one) => one.module === "connected");
  const refresh = async (): Promise<void> => {
    try {
      const answer = await fetch(`${module!.origin}/connected/v1/services`, {
        redirect: "error",
        signal: AbortSignal.timeout(patienceMs),
      });
      const body: unknown = answer.ok ? await answer.json() : undefined;
      if (!told.Check(body)) return;
      const text = JSON.stringify(body.services);
      if (text === known) return;
      current = open((body.services as { agency: string; page: ServicePage }[]).map(listingOf));
      known = text;
    } catch {
      // the list of before stands until the module answers again
    }
  };
  return () => {
    const now = performance.now();
    if (module && now >= next) {
      next = now + freshMs;
      void refresh();
    }
    return current;
  };
}
