import type { Finding, World } from "@troad/entry";
import { represents } from "./applying/represent.ts";
import { isWithin, kinship } from "./family/kin.ts";
import { together } from "./family/together.ts";
import { type PersonRecord, personOf, unitOf } from "./records.ts";
import { type Copies, type TranscriptKind, transcriptFee } from "./transcript/fees.ts";
import { type Row, rowOf } from "./transcript/rows.ts";

export type TranscriptRequest = Omit<Copies, "kind"> & {
  kind: TranscriptKind;
  requester: string;
  /** For themselves, as someone with an interest, or with a written mandate of either. */
  as: "self" | "interested";
  mandateOf?: string | null;
  /** Stood at the counter or signed; with a mandate the one who holds it did. */
  mandateShown?: boolean;
  /** Whose records, by national id; for a whole household any member of it. */
  subject: string;
  /** What an interested person shows, and of whom it gives them an interest. */
  interest?: { proofShown: boolean; in: readonly string[] };
  /** With what was entered of past events (記事). */
  withNotes: boolean;
  askedOn: string;
  /** The area of the office, and of the one that made the original file. */
  office: string;
  originalOffice?: string | null;
  judged?: Readonly<Record<string, string>>;
  /** Reasons for whatever is left to the officer. */
  reasons?: string;
};

export type TranscriptAnswer = {
  result: "allowed" | "refused" | "missing" | "judge";
  findings: readonly Finding[];
  /** What the paper may show; empty unless it is allowed. */
  rows: readonly Row[];
  address: string | null;
  fee: { amount: number; article: string };
};

const whoArticle = "D0030006:65";
const ownArticle = "D0030006:66-1";

const isOwnOnly = (kind: TranscriptKind): boolean => kind.endsWith("-certificate") || kind.endsWith("-record");

/**
 * Who gets a transcript, and of what. The person themselves gets their own part; anyone else has to show an interest and gets that part only (Household
 * Registration Act, Article 65). Which people have an interest is laid down by the ministry in a rule that is not at hand here, so beside the person and
 * those who represent them an officer judges. Certificates go to the person alone (Article 66-1).
 */
export function answerTranscript(request: TranscriptRequest, world: World): TranscriptAnswer {
  const fee = transcriptFee(request);
  const findings: Finding[] = [];
  const find: Find = ({ code, level, article = whoArticle }) => {
    findings.push({ code, level, article });
  };
  const subject = personOf(world, request.subject);
  const asked = subject ? peopleOf(request, subject, world) : [];
  if (!subject) find({ code: "person-unknown", level: "refused" });
  if (request.kind === "original" && request.originalOffice !== request.office)
    find({ code: "original-elsewhere", level: "refused", article: "D0030006:66" });
  if (request.mandateOf && request.mandateShown !== true) find({ code: "mandate-missing", level: "missing" });
  const entitled = request.mandateOf ?? request.requester;
  const shown = subject ? part(request, entitled, asked, world, find) : [];
  if (subject) findStatus(request.kind, subject, find);
  const result = resultOf(findings, request);
  const unit = subject?.householdNo ? unitOf(world, subject.householdNo) : undefined;
  if (result !== "allowed") return { result, findings, rows: [], address: null, fee };
  const rows = together(shown.map((id) => () => personOf(world, id))).flatMap((person) =>
    person ? [rowOf(person, { withNotes: request.withNotes, kind: request.kind })] : [],
  );
  return { result, findings, rows, address: unit?.address ?? null, fee };
}

type Find = (finding: Pick<Finding, "code" | "level"> & { article?: string }) => void;

/** All members for a whole household, in their order; otherwise the one person. */
function peopleOf({ kind }: TranscriptRequest, subject: PersonRecord, world: World): string[] {
  const unit = kind === "household" && subject.householdNo ? unitOf(world, subject.householdNo) : undefined;
  return unit ? unit.members.map(({ nationalId }) => nationalId) : [subject.nationalId];
}

/** Those of the people asked for whose records this person may see. */
function part(
  request: TranscriptRequest,
  entitled: string,
  asked: readonly string[],
  world: World,
  find: Find,
): readonly string[] {
  const records = together(asked.map((id) => () => personOf(world, id)));
  const isRepresented = (person: PersonRecord | undefined): boolean =>
    person !== undefined && represents(person, entitled, request.askedOn);
  const own = asked.filter((id, at) => id === entitled || isRepresented(records[at]));
  if (isOwnOnly(request.kind)) {
    if (own.length === 0) find({ code: "certificate-of-others", level: "refused", article: ownArticle });
    return own;
  }
  if (own.length === asked.length) return own;
  if (request.as === "self" && own.length === 0) {
    find({ code: "not-own-records", level: "refused" });
    return [];
  }
  if (request.as === "self") {
    find({ code: "only-own-part", level: "note" });
    return own;
  }
  if (!request.interest?.proofShown) {
    find({ code: "interest-proof-missing", level: "missing" });
    return [];
  }
  if (kinOf(world, entitled, asked)) find({ code: "interest-of-kin", level: "judge" });
  else find({ code: "interest-to-be-judged", level: "judge" });
  const within = asked.filter((id) => own.includes(id) || request.interest?.in.includes(id));
  if (within.length === 0) find({ code: "interest-elsewhere", level: "refused" });
  else if (within.length < asked.length) find({ code: "only-part-of-interest", level: "note" });
  return within;
}

/** A spouse and kin in the direct line: their interest is easier to see for the officer. */
const kinOf = (world: World, entitled: string, asked: readonly string[]): boolean =>
  asked.some((id) => personOf(world, id)?.spouse === entitled || isWithin(kinship(world, entitled, id, 4), { line: "direct" }));

/** A certificate of a marriage that stands, or of a divorce; of earlier ones the present record says nothing. */
function findStatus(kind: TranscriptKind, { maritalStatus }: PersonRecord, find: Find): void {
  const isSingle = maritalStatus === "single";
  if (kind === "marriage-certificate" && maritalStatus !== "married") {
    if (isSingle) find({ code: "not-married-yet", level: "refused", article: ownArticle });
    else find({ code: "earlier-marriage-to-be-judged", level: "judge", article: ownArticle });
  }
  if (kind === "divorce-certificate" && maritalStatus !== "divorced") {
    if (isSingle) find({ code: "not-divorced", level: "refused", article: ownArticle });
    else find({ code: "earlier-divorce-to-be-judged", level: "judge", article: ownArticle });
  }
}

function resultOf(findings: readonly Finding[], { judged = {}, reasons = "" }: TranscriptRequest): TranscriptAnswer["result"] {
  const isAnswered = (code: string): boolean => (judged[code] ?? reasons).trim() !== "";
  const open = findings.filter(({ level, code }) => level !== "judge" || !isAnswered(code)).map(({ level }) => level);
  return open.includes("refused")
    ? "refused"
    : open.includes("missing")
      ? "missing"
      : open.includes("judge")
        ? "judge"
        : "allowed";
}
