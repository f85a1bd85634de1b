import { type Database, instant, type ModuleContext } from "@troad/kernel";
import { insertDemoSent } from "../store/deliveries.ts";
import { mailText } from "./mail-text.ts";
import type { Carrier, Channel } from "./ports.ts";

/** A provider of the demonstration: it sends nothing, and shows on a page what it would have sent. */
export const demoCarrier = (db: Database, clock: ModuleContext["clock"], channel: Channel): Carrier => ({
  send: ({ id, to, words }) => {
    const body = channel === "mail" ? mailText(words).text : [words.body, words.link].filter(Boolean).join(" ");
    return insertDemoSent(db, { id, channel, value: to, subject: words.subject, body, at: instant(clock) });
  },
});
