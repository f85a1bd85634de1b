import type { FooterGroup, ModuleContext } from "@troad/kernel";
import Type from "typebox";
import { atOrigin, inPortal } from "./links.ts";

const groups: readonly FooterGroup[] = ["services", "government", "developers", "about"];

/** `content/pages/<id>/page.json`: a statement, such as the privacy policy; its texts are `title` and `body`. */
export const statementSchema = Type.Object(
  { order: Type.Integer({ minimum: 0, maximum: 1_000 }) },
  { additionalProperties: false },
);

type Link = { href: string; text: string; order: number };
export type FooterColumns = readonly {
  group: FooterGroup;
  links: readonly (Link & { texts?: Record<string, Record<string, string>> })[];
}[];

/** The footer links: those of the manifests, and the statements of content. */
export function footerOf(ctx: Pick<ModuleContext, "pages" | "content" | "name" | "origin">): FooterColumns {
  const links = ctx.pages.flatMap(({ footer = [], origin }) =>
    footer.map((link) => ({ ...link, href: atOrigin(ctx, origin, link.href) })),
  );
  const statements = ctx.content.read("pages", "page.json", statementSchema).map(({ id, value, text }) => ({
    group: "about" as const,
    href: inPortal(ctx, `portal:/about/${id}`),
    text: "",
    texts: text,
    order: value.order,
  }));
  return groups.map((group) => ({
    group,
    links: [...links, ...statements].filter((link) => link.group === group).toSorted((a, b) => a.order - b.order),
  }));
}
