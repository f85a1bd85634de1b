import { tag } from "@troad/design";
import type { Html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { CaseListItem } from "../../api.ts";

type Reader = Pick<FastifyRequest, "t">;
type Standing = Pick<CaseListItem, "state" | "granted">;

/** What a case has come to: the result where it is decided, else its state. */
export const standing = ({ t }: Reader, { state, granted }: Standing): string =>
  state === "decided" && granted !== null ? t(`cases.desk.result.${granted ? "granted" : "refused"}`) : t(`cases.state.${state}`);

/** Green means granted and nothing else. */
function toneOf({ state, granted }: Standing): string {
  if (state === "decided") return granted ? "green" : "amber";
  if (state === "stopped") return "red";
  return state === "withdrawn" ? "grey" : "blue";
}

export const standingTag = (reader: Reader, one: Standing): Html =>
  tag({ text: standing(reader, one), classes: `tr-tag--${toneOf(one)}` });
