import { type AttributeValue, Html, type HtmlValue } from "@troad/html";

/** All members are optional, and `undefined` counts as absent, because options are often computed. */
export type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Further attributes of an element; they override the component's own. */
export type AttributeMap = Readonly<Record<string, AttributeValue>>;

/** The content: HTML if given, else text, which is escaped. */
export type Content = Maybe<{ text: string | number; html: Html }>;

/** Content with the two options that nearly every element takes. */
export type StyledContent = Content & Maybe<{ classes: string; attributes: AttributeMap }>;

/** An entry of a list that a condition may have left out. */
export type Listed<T> = T | undefined | null | false | "";

/** The value to put into a template for some content. */
export const contentOf = (content: Content | undefined): HtmlValue =>
  content?.html && Html.is(content.html) && !content.html.isEmpty ? content.html : content?.text;

/** True if there is something to show. */
export const hasContent = (content: Content | undefined): content is Content => {
  const value = contentOf(content);
  return value !== undefined && value !== null && value !== "";
};

/** The entries present, each with its index in the list as written (ids use that index, so they stay the same if one is absent). */
export const listed = <T extends object>(items: readonly Listed<T>[] | undefined): { item: T; place: number }[] =>
  (items ?? []).flatMap((item, index) => (item ? [{ item, place: index + 1 }] : []));

/** Joins ids for `aria-describedby`; undefined if there are none. */
export const idList = (...ids: (string | false | null | undefined)[]): string | undefined =>
  ids.filter(Boolean).join(" ") || undefined;
