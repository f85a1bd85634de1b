import { formatDate, formatMoney } from "@troad/design";
import { applicantOf, type StepOf } from "@troad/flow";
import { type Ids, instant, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import type { Case } from "../domain/actions.ts";
import { referenceOf } from "../domain/reference.ts";
import type { LoadedService } from "../domain/services.ts";
import { isAt, type Visit } from "../domain/standing.ts";
import { type Party, partiesOf, readerOf } from "../domain/values.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, todayOf, withCase } from "../engine/store.ts";
import { letterNoticeJob } from "../jobs/definitions.ts";
import { composeLetter, type LetterText } from "../letters/letter.ts";
import { letterPdf } from "../letters/pdf.ts";
import { checkPath, type SealPdf } from "../letters/seal.ts";
import { insertLetter, type LetterRow } from "../store/letters.ts";

/** Letters are written in both; the copy that is sealed is the Chinese one. */
const languages = ["zh-Hant", "en"] as const;

export type LetterWriter = {
  store: CaseStore;
  ids: Ids;
  texts: ModuleContext["texts"];
  agencyName: (lang: string, agency: string) => string;
  sealOf: (service: LoadedService) => Promise<MemberKey>;
  sealPdf: SealPdf;
  /** The public address of the site. */
  origin: string;
};

/**
 * Writes the letters of a step, seals them and moves on. They are made before the case is locked, because fonts and seals take time; repeated
 * after a kill the same letter is stored once.
 */
export async function notifyStep(parts: LetterWriter, at: Visit, step: StepOf<"notify">): Promise<void> {
  const { store, ids, sealOf, sealPdf } = parts;
  const { state, service } = await readCase(store, at.caseId);
  if (!isAt(state, at)) return;
  const to = step.to ?? [applicantOf(service.flow)];
  const seal = await sealOf(service);
  const made = await Promise.all(
    partiesOf(service, state)
      .filter(({ party }) => to.includes(party))
      .map(async (party) => {
        const id = ids.uuid();
        const content = contentOf(parts, { service, state, party, letter: step.letter, caseId: at.caseId });
        const pdf = letterPdf(content["zh-Hant"]!, sealedWithin(parts, content["zh-Hant"]!, id));
        // a decision against which something can be done takes effect with its delivery; other parties have no inbox that is known here
        const isNotice =
          service.definition.letters[step.letter]?.right !== undefined && party.party === applicantOf(service.flow);
        return { id, party, content, isNotice, pdf: await sealPdf(pdf, seal) };
      }),
  );
  await withCase(store, at.caseId, async (open, tx) => {
    if (!isAt(open.state, at)) return;
    for (const { id, party, content, pdf, isNotice } of made) {
      const key = `${at.caseId} ${at.step} ${at.visit} ${party.key}`;
      const row = {
        id,
        case_id: at.caseId,
        key,
        party: party.key,
        letter: step.letter,
        content: await store.ledger.seal(tx, at.caseId, letterPlace(id), content),
        pdf: await store.ledger.seal(tx, at.caseId, filePlace(id), { base64: pdf.toString("base64") }),
        at: instant(store.clock),
      };
      await insertLetter(tx, row);
      await open.append(service.member, {
        type: "letter-sent",
        data: {
          letter: step.letter,
          party: party.key,
          document: id,
          inFile: true,
          ...(isNotice ? { notice: true as const } : {}),
        },
      });
      if (isNotice) await tx.enqueue(letterNoticeJob, { caseId: at.caseId, document: id, letter: step.letter }, { key: id });
    }
    await leave(store, open, tx, "sent", service.member);
  });
}

type Written = { service: LoadedService; state: Case; party: Party; letter: string; caseId: string };

function contentOf(
  { store, texts, agencyName }: LetterWriter,
  { service, state, party, letter, caseId }: Written,
): Record<string, LetterText> {
  return Object.fromEntries(
    languages.map((lang) => [
      lang,
      composeLetter({
        letter,
        right: service.definition.letters[letter]?.right,
        agency: agencyName(lang, service.definition.agency),
        to: party.name,
        reference: referenceOf(caseId),
        day: formatDate(todayOf(store), { lang }),
        params: {
          name: party.name,
          applicant: state.opened.name,
          reasons:
            (state.refusal && texts.translator(lang)(`error.${state.refusal}`)) ||
            state.reasons ||
            sentenceOf(texts, lang, service, state),
          ...letterValues(lang, service, state, letter),
        },
        text: (key, params) => texts.pick(service.text, lang, key, params),
        t: texts.translator(lang),
      }),
    ]),
  );
}

/** Amounts and days that the body of a letter names; what is not there reads as a dash. */
function letterValues(lang: string, service: LoadedService, state: Case, letter: string): Record<string, string> {
  const read = readerOf(service, state);
  const shown = (from: string, as: "text" | "money" | "date"): string => {
    const value = read(from);
    if (as === "money" && typeof value === "number") return formatMoney(value, lang);
    if (as === "date" && typeof value === "string") return formatDate(value, { lang });
    return value === undefined || value === "" ? "–" : String(value);
  };
  const { values = {} } = service.definition.letters[letter] ?? {};
  return Object.fromEntries(Object.entries(values).map(([name, { from, as }]) => [name, shown(from, as)]));
}

/** Why the law decided so; empty where it was not the law that did. */
function sentenceOf(texts: LetterWriter["texts"], lang: string, { definition, text }: LoadedService, { decision }: Case): string {
  const variable = definition.law?.outcome;
  const code = variable === undefined || decision?.outcome !== undefined ? undefined : decision?.values[variable];
  return typeof code === "string" ? texts.pick(text, lang, `outcome.${code}`) : "";
}

/** What stands at the foot: whose seal it is, where it is checked, and under which number. */
const sealedWithin = (
  { texts, origin }: Pick<LetterWriter, "texts" | "origin">,
  { agency }: LetterText,
  id: string,
): string[] => {
  const t = texts.translator("zh-Hant");
  return [t("cases.letter.sealed-within", { agency, address: `${origin}${checkPath}` }), t("cases.letter.number", { id })];
};

/** The same of a letter whose seal is beside it, word for word as it was sealed. */
const sealLines = ({ texts }: Pick<LetterWriter, "texts">, { agency }: LetterText, id: string): string[] => {
  const t = texts.translator("zh-Hant");
  return [t("cases.letter.sealed", { agency }), t("cases.letter.number", { id })];
};

const letterPlace = (id: string): string => `case letter ${id}`;
const filePlace = (id: string): string => `case letter file ${id}`;

/** The file that was sealed; of a letter whose seal is beside it, made again from what is stored. */
export async function pdfOf(
  { store, texts }: Pick<LetterWriter, "texts"> & { store: Pick<CaseStore, "db" | "ledger"> },
  { id, case_id: caseId, content, pdf }: LetterRow,
): Promise<Buffer> {
  if (pdf) {
    const { base64 } = (await store.ledger.open(store.db, caseId, filePlace(id), pdf)) as { base64: string };
    return Buffer.from(base64, "base64");
  }
  const letter = (await store.ledger.open(store.db, caseId, letterPlace(id), content)) as Record<string, LetterText>;
  return letterPdf(letter["zh-Hant"]!, sealLines({ texts }, letter["zh-Hant"]!, id));
}
