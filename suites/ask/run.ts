/** Questions as people ask them, answered from the guides of content: the right article first, or "I do not know". */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import addresses from "../../content/law/acts.json" with { type: "json" };
import type { Suite } from "../kit.ts";
import { heldOutHash, isRight, openProjectAsk, plainSearch, projectGuides, questionsIn, replyOf, shares } from "./questions.ts";

type Outcome = { id: string; why: string | null };
const says = (id: string, isSo: boolean, why: string): Outcome => ({ id, why: isSo ? null : why });

const suite: Suite = async ({ reference }) => {
  const ask = openProjectAsk();
  const heldOut = questionsIn("held-out");
  const sets = { "held out": heldOut, development: questionsIn("development") };
  const outcomes: Outcome[] = Object.entries(sets).flatMap(([name, questions]) =>
    questions.map((one) => {
      const reply = replyOf(ask, one.question);
      return says(`${name}: ${one.question}`, isRight(one, reply), reply.refused ? "refused" : `${reply.law} ${reply.article}`);
    }),
  );
  const own = shares(heldOut, (question) => replyOf(ask, question));
  const plain = shares(heldOut, plainSearch(projectGuides()));
  outcomes.push(
    says("share: the right article first, 0.9 or more", own.right >= 0.9, String(own.right)),
    says("share: unanswerable refused, 0.9 or more", own.refused >= 0.9, String(own.refused)),
    says("share: answerable refused, 0.1 or less", own.wronglyRefused <= 0.1, String(own.wronglyRefused)),
    says("share: more right than plain search", own.right > plain.right, `${own.right} beside ${plain.right}`),
  );
  const { now, before } = heldOutHash();
  outcomes.push(says("held out: the file is the one committed before the first measurement", now === before, now));
  // the same questions with the article of another one: each must be told apart
  heldOut
    .filter(({ law }) => law)
    .forEach((one, at, all) => {
      const other = all.find(({ law, article }, index) => index !== at && (law !== one.law || article !== one.article))!;
      const bent = { ...one, law: other.law!, article: other.article! };
      outcomes.push(says(`altered: ${one.question}`, !isRight(bent, replyOf(ask, one.question)), "another article was accepted"));
    });
  outcomes.push(...citations(reference));
  return {
    passed: outcomes.filter(({ why }) => why === null).map(({ id }) => id),
    failed: outcomes.flatMap(({ id, why }) => (why === null ? [] : [{ id, why }])),
  };
};

/** Each article that a guide says was read stands in the statute, in the text of that day; where the texts are at hand. */
function citations(reference: string): Outcome[] {
  const folder = join(reference, "law-texts");
  if (!existsSync(folder)) return [];
  const wrong = projectGuides().flatMap(({ id, law }) =>
    law.flatMap(({ act, article, of, certainty }) => {
      const file = join(folder, `${(addresses as Record<string, string>)[act]}.json`);
      if (!existsSync(file)) return certainty === "A" ? [`${id}: ${act} was not at hand and is called read`] : [];
      const { 最新異動日期: day, 法規內容: parts } = JSON.parse(readFileSync(file, "utf8"));
      const found = (parts as { 條號?: string; 條文內容?: string }[]).find(({ 條號 }) => 條號 === `第 ${article} 條`);
      if (!found || found.條文內容 === "（刪除）") return [`${id}: ${act} has no article ${article}`];
      return day === of.replaceAll("-", "") ? [] : [`${id}: ${act} is of ${day}`];
    }),
  );
  return wrong.map((why, at) => ({ id: `citation: ${at}`, why }));
}
export default suite;
