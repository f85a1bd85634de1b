import { hash } from "node:crypto";
import { formatDate } from "@troad/design";
import { applicantOf, type StepOf } from "@troad/flow";
import { type Ids, instant, type ModuleContext } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { signSealJws } from "@troad/trust";
import type { Case } from "../domain/actions.ts";
import { referenceOf } from "../domain/reference.ts";
import type { LoadedService } from "../domain/services.ts";
import { isAt, type Visit } from "../domain/standing.ts";
import { type Party, partiesOf } from "../domain/values.ts";
import { leave } from "../engine/move.ts";
import { type CaseStore, readCase, todayOf, withCase } from "../engine/store.ts";
import { composeLetter, type LetterText } from "../letters/letter.ts";
import { letterPdf } from "../letters/pdf.ts";
import { insertLetter, type LetterRow } from "../store/letters.ts";

/** Media type of the seal over a letter. */
export const letterType = "troad-letter+jwt";
/** Letters are written in both; the copy that is sealed is the Chinese one. */
const languages = ["zh-Hant", "en"] as const;

export type LetterWriter = {
  store: CaseStore;
  ids: Ids;
  texts: ModuleContext["texts"];
  agencyName: (lang: string, agency: string) => string;
  sealOf: (service: LoadedService) => Promise<MemberKey>;
};

/**
 * Writes the letters of a step, seals them and moves on. They are made before the case is locked, because fonts and seals take time; repeated
 * after a kill the same letter is stored once.
 */
export async function notifyStep(parts: LetterWriter, at: Visit, step: StepOf<"notify">): Promise<void> {
  const { store, ids, sealOf } = parts;
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
        const pdf = letterPdf(content["zh-Hant"]!, sealLines(parts, content["zh-Hant"]!, id));
        const claims = {
          iss: service.consumer,
          jti: id,
          iat: Math.floor(store.clock.now().getTime() / 1000),
          sha256: hash("sha256", pdf, "hex"),
        };
        return { id, party, content, token: await signSealJws(claims, { typ: letterType, ...seal }) };
      }),
  );
  await withCase(store, at.caseId, async (open, tx) => {
    if (!isAt(open.state, at)) return;
    for (const { id, party, content, token } of made) {
      const key = `${at.caseId} ${at.step} ${at.visit} ${party.key}`;
      const row = {
        id,
        case_id: at.caseId,
        key,
        party: party.key,
        letter: step.letter,
        content: await store.ledger.seal(tx, at.caseId, letterPlace(id), content),
        token,
        at: instant(store.clock),
      };
      await insertLetter(tx, row);
      await open.append(service.member, { type: "letter-sent", data: { letter: step.letter, party: party.key, document: id } });
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
          reasons: state.reasons || sentenceOf(texts, lang, service, state),
        },
        text: (key, params) => texts.pick(service.text, lang, key, params),
        t: texts.translator(lang),
      }),
    ]),
  );
}

/** Why the law decided so; empty where it was not the law that did. */
function sentenceOf(texts: LetterWriter["texts"], lang: string, { definition, text }: LoadedService, { decision }: Case): string {
  const variable = definition.law?.outcome;
  const code = variable === undefined || decision?.outcome !== undefined ? undefined : decision?.values[variable];
  return typeof code === "string" ? texts.pick(text, lang, `outcome.${code}`) : "";
}

/** What stands at the foot: whose seal it is and under which number. */
const sealLines = ({ texts }: Pick<LetterWriter, "texts">, { agency }: LetterText, id: string): string[] => {
  const t = texts.translator("zh-Hant");
  return [t("cases.letter.sealed", { agency }), t("cases.letter.number", { id })];
};

const letterPlace = (id: string): string => `case letter ${id}`;

/** The bytes that were sealed, made again from what is stored. */
export async function pdfOf(
  { store, texts }: Pick<LetterWriter, "texts"> & { store: Pick<CaseStore, "db" | "ledger"> },
  { id, case_id: caseId, content }: LetterRow,
): Promise<Buffer> {
  const letter = (await store.ledger.open(store.db, caseId, letterPlace(id), content)) as Record<string, LetterText>;
  return letterPdf(letter["zh-Hant"]!, sealLines({ texts }, letter["zh-Hant"]!, id));
}
