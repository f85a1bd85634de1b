import type { Service, ServicePath } from "@troad/flow";
import { nationalIdOf } from "@troad/population";
import type { Person, Run } from "./service-begin.ts";
import { textsAs } from "./service-family.ts";

/** The path as this applicant goes it: where it names its own applicant, by name or national id, they stand. */
function asApplicant({ path: one }: Pick<Run, "path">, { name, nationalId = "" }: Person): ServicePath {
  const signer = one.around?.signer;
  if (signer === undefined) return one;
  const own = Object.values(one.sources).find((record) => record?.name === signer)?.nationalId;
  const named = new Map<string, string>([[signer, name], ...(typeof own === "string" ? [[own, nationalId] as const] : [])]);
  const put = (text: string): string => named.get(text) ?? text;
  const isOwn = typeof own === "string" && one.around?.applicant === own;
  const around = { ...one.around, signer: name, ...(isOwn ? { applicant: nationalId } : {}) };
  return { ...one, around, answers: textsAs(one.answers, put), sources: textsAs(one.sources, put) };
}

let walks = 0;
/** What is granted once only is another thing in each walk: `{n}` in an answer. */
function numbered(one: ServicePath): ServicePath {
  walks += 1;
  return { ...one, answers: textsAs(one.answers, (text) => text.replaceAll("{n}", String(walks))) };
}

let numbers = 0;
/** For whom a benefit of every month begins, or a record that is new, has none yet: another number of a person or of a paper for each walk. */
function withFreshKey(one: ServicePath, service: Service): ServicePath {
  const asked = service.form.pages.flatMap(({ fields }) => fields);
  const field = service.flow.steps
    .flatMap((step) =>
      step.kind === "entitle" ? (step.for ?? []) : step.kind === "write" && step.create ? (step.key ?? []) : [],
    )
    .map((from) => (typeof from === "string" ? from.slice("answers.".length) : ""))
    .flatMap((name) => asked.find((one) => one.name === name && ["national-id", "text"].includes(one.type)) ?? [])
    // a business keeps its number
    .filter(({ name }) => !Object.values(one.answers).some((sent) => /^\d{8}$/.test(String(sent[name] ?? ""))))[0];
  if (field === undefined) return one;
  const { name, type } = field;
  const next = ++numbers;
  const fresh = (given: unknown): string =>
    type === "national-id"
      ? nationalIdOf("A", "male", 7_000_000 + next)
      : String(given).replace(/\d{1,4}$/, (digits) => String(next).padStart(digits.length, "0"));
  const answers = Object.fromEntries(
    Object.entries(one.answers).map(([page, sent]) => [page, name in sent ? { ...sent, [name]: fresh(sent[name]) } : sent]),
  );
  return { ...one, answers };
}

/** The answers of a path as this person gives them in this walk. */
export const answersFor = (run: Run, applicant: Person): ServicePath =>
  numbered(withFreshKey(asApplicant(run, applicant), run.service));
