import { type ModuleContext, oneOf } from "@troad/kernel";
import Type from "typebox";
import { harmless } from "./domain/harmless.ts";

/** What a person may silence on a channel. */
export const topics = ["cases", "invoices", "access", "account", "taxes"] as const;
export type Topic = (typeof topics)[number];

/** `message.json` of `content/messages/<id>`; subject and body are in its `text/`. */
const templateSchema = Type.Object(
  {
    topic: oneOf(...topics),
    /** Sent at once, at night too, and cannot be silenced. */
    urgent: Type.Optional(Type.Boolean()),
    /** A document with legal effect; only a caller that names an agency and a postal address may use it. */
    legal: Type.Optional(Type.Boolean()),
    /** Parameters of the preview. */
    sample: Type.Record(Type.String(), Type.String()),
  },
  { additionalProperties: false },
);
export type Template = { topic: Topic; urgent?: boolean; legal?: boolean; sample: Record<string, string> };
/** A service or a counter, as far as its name is asked for. */
const named = Type.Object({});
type Worded = { template: string; params: Record<string, string> };

export type Templates = ReturnType<typeof openTemplates>;

/** The templates of content, and what they say to a person. */
export function openTemplates(ctx: Pick<ModuleContext, "content" | "texts">) {
  const items = new Map(ctx.content.read("messages", "message.json", templateSchema).map((item) => [item.id, item]));
  const counters = new Map(ctx.content.read("counters", "counter.json", named).map(({ id, text }) => [id, text]));
  const services = new Map(ctx.content.read("services", "service.json", named).map(({ id, text }) => [id, text]));
  return {
    ids: [...items.keys()],
    /** A template that content does not have belongs to cases: it can be silenced, and waits for the day. */
    find: (id: string): Template => (items.get(id)?.value as Template | undefined) ?? { topic: "cases", sample: {} },
    /** Words of people within it are harmless; a service and a counter are named in the reader's language. */
    words(lang: string, { template, params }: Worded): { subject: string; body: string } {
      const shown = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, harmless(value)]));
      const service = services.get(params.service ?? "");
      if (service) shown.service = ctx.texts.pick(service, lang, "name");
      const counter = counters.get(params.counter ?? "");
      if (counter) shown.counter = ctx.texts.pick(counter, lang, "name");
      const text = items.get(template)?.text;
      const pick = (key: string): string => (text ? ctx.texts.pick(text, lang, key, shown) : template);
      return { subject: pick("subject"), body: pick("body") };
    },
  };
}
