import fs from "node:fs";
import path from "node:path";
import { type Page, type ParseOptions, parsePage, type StoredFile } from "@troad/forms";
import { openContent } from "@troad/kernel";
import type { Journey } from "../domain/journey.ts";
import { askedPages, formOfPage } from "../domain/questions.ts";
import { readJourneys } from "../domain/read.ts";
import { exampleSchema, type JourneyExample } from "../domain/schema.ts";
import type { KnownFacts } from "../domain/values.ts";

const folder = path.resolve(import.meta.dirname, "../../../content");
const content = openContent([folder]);

export const journeys = readJourneys(content);
export const examples: ReadonlyMap<string, JourneyExample> = new Map(
  content.read("life-events", "example.json", exampleSchema).map(({ id, value }) => [id, value]),
);

type Sent = Record<string, string | string[]>;

/** What a browser sends for a page of a service: the answers of the path that the example names, as far as this page asks for them. */
export function sentFor(example: JourneyExample, service: string, page: Page): Sent {
  const file = path.join(folder, "services", service, "paths.json");
  const paths = JSON.parse(fs.readFileSync(file, "utf8")) as { id: string; answers: Record<string, Sent> }[];
  const found = paths.find(({ id }) => id === example.paths[service]);
  if (!found) throw new Error(`${service} has no path ${example.paths[service]}`);
  const answers = { ...Object.assign({}, ...Object.values(found.answers)), ...example.instead?.[service] } as Sent;
  return Object.fromEntries(
    Object.entries(answers).filter(([name]) =>
      page.fields.some((field) => name === field.name || name.startsWith(`${field.name}-`)),
    ),
  );
}

/** Whatever an example names as a file was uploaded, and everybody signs as they are called. */
const surroundings = ({ fields }: Page, sent: Sent, today: string): ParseOptions => ({
  today,
  districts: new Set(Object.entries(sent).flatMap(([name, value]) => (name.endsWith("-district") ? [String(value)] : []))),
  signer: String(sent.signed ?? ""),
  files: new Map(
    fields.flatMap((field): [string, StoredFile][] => {
      const id = String(sent[field.name] ?? "");
      const type = field.type === "file" ? (field.accept?.[0] ?? "pdf") : "pdf";
      return field.type === "file" ? [[id, { id, name: "paper", type, size: 1, sha256: "0".repeat(64) }]] : [];
    }),
  ),
});

/** Answers a life event as its example does, page by page; gives what is known then, and each page in the order in which it was asked. */
export function walkExample(journey: Journey, example: JourneyExample): { known: KnownFacts; asked: string[] } {
  const known: KnownFacts = {
    ...{ situation: {}, leftOut: example.without ?? [], facts: {}, own: {}, gave: {}, today: example.at },
    applicant: { name: "王小明", nationalId: "A123456789" },
  };
  for (const [page, sent] of Object.entries(example.situation)) {
    const parsed = parsePage(journey.questions, page, sent, { today: example.at, answers: known.situation });
    if ("errors" in parsed) throw new Error(`${journey.id} ${page}: ${JSON.stringify(parsed.errors)}`);
    known.situation = { ...known.situation, ...parsed.values };
  }
  const asked: string[] = [];
  for (;;) {
    const next = askedPages(journey, known).find(({ service, page }) => !asked.includes(`${service}/${page}`));
    if (!next) return { known, asked };
    const { service, page, definition, facts } = next;
    const sent = sentFor(example, service, definition);
    const parsed = parsePage(formOfPage(definition), page, sent, surroundings(definition, sent, example.at));
    if ("errors" in parsed) throw new Error(`${journey.id} ${service} ${page}: ${JSON.stringify(parsed.errors)}`);
    for (const [name, value] of Object.entries(parsed.values)) {
      const fact = facts[name];
      if (fact !== undefined) known.facts[fact] = value;
      else known.own[service] = { ...known.own[service], [name]: value };
    }
    asked.push(`${service}/${page}`);
  }
}
