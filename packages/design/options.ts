import { type AttributeValue, Html, type HtmlValue } from "@troad/html";

/** All members optional, and `undefined` as good as absent: options are often computed. */
export type Maybe<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Further attributes of an element; they win over the component's own of the same name. */
export type AttributeMap = Readonly<Record<string, AttributeValue>>;

/** What is shown: finished HTML where given, else text, which is escaped. */
export type Content = Maybe<{ text: string | number; html: Html }>;

/** Content with the two options that nearly every element takes. */
export type StyledContent = Content & Maybe<{ classes: string; attributes: AttributeMap }>;

/** An entry of a list that may have been left out by a condition. */
export type Listed<T> = T | undefined | null | false | "";

/** The value to put into a template for some content. */
export const contentOf = (content: Content | undefined): HtmlValue =>
  content?.html && Html.is(content.html) && !content.html.isEmpty ? content.html : content?.text;

/** True when there is something to show. */
export const hasContent = (content: Content | undefined): content is Content => {
  const value = contentOf(content);
  return value !== undefined && value !== null && value !== "";
};

/** The entries that are there, each with its place in the list as written (ids count places, so that they stay when one goes). */
export const listed = <T extends object>(items: readonly Listed<T>[] | undefined): { item: T; place: number }[] =>
  (items ?? []).flatMap((item, index) => (item ? [{ item, place: index + 1 }] : []));

/** Joins ids for `aria-describedby`; nothing when there are none. */
export const idList = (...ids: (string | false | null | undefined)[]): string | undefined =>
  ids.filter(Boolean).join(" ") || undefined;
