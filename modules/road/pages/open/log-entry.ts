import { button, evidence, section, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { openCheckpoint, parseVerifierKey, TlogError, verifyInclusion } from "@troad/tlog";
import { uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { LogEntry, RoadApi } from "../../api.ts";
import { readLogQuery } from "../../domain/log-query.ts";
import type { Asking } from "../parts.ts";

type Log = Pick<Awaited<ReturnType<RoadApi["logStatus"]>>, "verifierKey" | "witnessKeys">;
export type SoughtEntry = { text: string } & (
  | { state: "nothing" | "unreadable" | "absent" }
  | { state: "found"; entries: readonly LogEntry[] }
);

/** A printed proof is shorter. */
export const longestText = 6_000;

/** What the reader's text names, and its entries. */
export async function findEntry({ road }: Asking<"logEntries">, text: string): Promise<SoughtEntry> {
  if (text === "") return { text, state: "nothing" };
  const query = readLogQuery(text);
  if (!query) return { text, state: "unreadable" };
  const entries = await road.logEntries(query);
  return entries.length === 0 ? { text, state: "absent" } : { text, state: "found", entries };
}

/** "Is my exchange in it?": the form, and below it what was found. */
export function entryView(request: FastifyRequest, sought: SoughtEntry, log: Log): Html {
  const { t } = request;
  const ui = uiOf(request);
  const error = sought.state === "unreadable" ? { text: t("road.open.entry.unreadable") } : undefined;
  const field = ui.textarea({
    ...{ id: "entry", name: "entry", rows: 3, value: sought.text },
    label: { text: t("road.open.entry.label") },
    hint: { text: t("road.open.entry.hint") },
    ...(error ? { errorMessage: error } : {}),
  });
  const found = sought.state === "found" ? sought.entries.map((entry) => proofOf(request, entry, log)) : undefined;
  return html`${error && ui.errorSummary({ errorList: [{ ...error, href: "#entry" }] })}
    ${section({
      ...{ id: "log", title: { text: t("road.open.entry.title") } },
      content: html`<p>${t("road.open.entry.lead")}</p>
        <form method="get" action="/open" novalidate>${field}${button({ text: t("road.open.entry.look") })}</form>
        ${sought.state === "absent" && ui.warningText({ text: t("road.open.entry.absent") })}${found}`,
    })}`;
}

/** Each check is made here, from what the proof holds; none is taken on trust from where the entry is kept. */
export function checkEntry({ leafIndex, leaf, inclusion, checkpoint, isOfRecord }: LogEntry, { verifierKey, witnessKeys }: Log) {
  const logKey = parseVerifierKey(verifierKey);
  const known = witnessKeys.map(parseVerifierKey);
  try {
    const opened = openCheckpoint(checkpoint, { origin: logKey.name, logKeys: [logKey], witnessKeys: known });
    const path = inclusion.map((node) => Buffer.from(node, "base64"));
    const fault = verifyInclusion(leafIndex, opened.size, Buffer.from(leaf, "base64"), path, opened.root);
    const cosigned = new Set(opened.cosignatures.map(({ name }) => name)).size;
    return { isSigned: true, isIncluded: fault === undefined, isOfRecord, cosigned, known: known.length };
  } catch (error) {
    if (!(error instanceof TlogError)) throw error;
    return { isSigned: false, isIncluded: false, isOfRecord, cosigned: 0, known: known.length };
  }
}

function proofOf(request: FastifyRequest, entry: LogEntry, log: Log): Html {
  const { t, lang } = request;
  const { isSigned, isIncluded, isOfRecord, cosigned, known } = checkEntry(entry, log);
  const holds = isSigned && isIncluded && isOfRecord;
  const step = (key: string, ok: boolean) => ({ state: ok ? "ok" : "failed", title: t(`road.open.entry.${key}`) }) as const;
  const place = { leaf: entry.leafIndex, size: entry.treeSize };
  return evidence(
    {
      verdict: holds ? "ok" : "failed",
      title: t(holds ? "road.open.entry.found" : "road.open.entry.refused", place),
      summary: { text: t("road.open.entry.of", place) },
      headingLevel: 3,
      steps: [
        { ...step("included", isIncluded), hash: entry.leaf, hashLabel: t("road.open.entry.leaf") },
        step("signed", isSigned),
        ...(isOfRecord ? [] : [step("record", false)]),
        ...(known > 0 && isSigned
          ? [{ ...step("witnesses", cosigned > 0), detail: { text: t("road.log.cosigned", { cosigned, known }) } }]
          : []),
      ],
      path: entry.inclusion.map((hash, level) => ({ hash, place: t("road.open.entry.level", { level }) })),
    },
    wordsIn(lang),
  );
}
