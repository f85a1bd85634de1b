import { maxFindings, type ReadFile, writePlatform } from "@troad/invoice-formats";
import type { Translate } from "@troad/kernel";
import { routingTo } from "../senders/routing.ts";
import { isUnjudged, type Unjudged } from "../stream/intake.ts";
import type { Answer, InvalidField } from "./take.ts";

/**
 * ProcessResult of a package: one line if everything was accepted, or a line for each error: Code 1, the text, and as parameters the
 * number, the code and the path. Code 2 marks what already existed, code 3 what waits for its invoice, code 4 what arrived late, with the
 * day it was due; code 5 says that the package was taken and is not judged yet.
 */
export function processResultOf(
  file: ReadFile | undefined,
  id: string,
  answer: Answer | Unjudged | undefined,
  broken: readonly InvalidField[],
  t: Translate,
): string {
  const from = file?.is === "envelope" ? file.envelope : undefined;
  const line =
    (number: string) =>
    ({ code, path }: InvalidField) => ({
      Code: "1",
      Description: t(`invoice.finding.${code}`),
      Parameter0: number,
      Parameter1: code,
      Parameter2: path,
    });
  const wrong = [
    ...broken.map(line("")),
    ...(answer?.refused ?? []).flatMap(({ number, errors }) => errors.map(line(number))),
  ].slice(0, maxFindings * 10);
  const again = (answer?.again ?? []).map((number) => ({ Code: "2", Description: t("invoice.again"), Parameter0: number }));
  const waiting = (answer?.waiting ?? []).map((number) => ({ Code: "3", Description: t("invoice.waiting"), Parameter0: number }));
  const late = (answer?.late ?? []).map(({ number, due }) => {
    return { Code: "4", Description: t("invoice.late"), Parameter0: number, Parameter1: due };
  });
  const notes = [...wrong, ...again, ...waiting, ...late];
  const unjudged = answer !== undefined && isUnjudged(answer);
  const well = unjudged
    ? { Code: "5", Description: t("invoice.unjudged") }
    : { Code: "0", Description: t("invoice.taken", { count: answer?.taken ?? 0 }) };
  const first = file?.is === "envelope" ? file.messages[0] : file?.is === "message" ? file.message : undefined;
  return writePlatform("ProcessResult", "4.1", {
    RoutingInfo: routingTo(from?.From?.PartyId ?? "", from?.FromVAC?.RoutingId ?? ""),
    MessageInfo: {
      Id: answer?.package ?? id,
      Size: "0",
      MessageType: first?.kind?.code ?? "?",
      Service: "TROAD",
      Action: first?.kind?.code ?? "?",
    },
    Result: { Info: notes.length === 0 ? [well] : [...(answer ? [well] : []), ...notes] },
  });
}
