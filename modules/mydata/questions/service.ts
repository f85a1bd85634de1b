import { readRoad } from "@troad/directory";
import { failures, instant, isUuid, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { Session } from "@troad/web";
import type { DataUse } from "../api.ts";
import {
  insertAnswer,
  insertQuestion,
  openOf,
  type Question,
  type QuestionKind,
  questionById,
  questionsOf,
  questionsTo,
} from "../store/questions.ts";

export type { Question, QuestionKind };

const fail = failures({ "mydata.question-unknown": 404, "mydata.too-many-questions": 429, "mydata.question-answered": 409 });
const dayMs = 86_400_000;
/** Thirty days (Personal Data Protection Act article 13: answers to what people ask about their data). */
const daysToAnswer = 30;
const mostOpen = 20;
const mostListed = 200;
/** Those who answer for an agency, and those who see all. */
export const answeringRole = "provider-officer";
export const overseeingRole = "auditor";

export type Asking = { subject: string; key: string; use: DataUse; kind: QuestionKind; body: string };
export type Questions = ReturnType<typeof openQuestions>;

/** The members whose uses someone answers for; null for all, empty for none. */
export function membersOf(
  roles: Session["roles"],
  agencies: readonly { id: string; member: string }[],
  instance: string,
): string[] | null {
  if (roles.some(({ role }) => role === overseeingRole)) return null;
  const held = roles.flatMap(({ role, agency }) => (role === answeringRole && agency !== null ? [agency] : []));
  return agencies.filter(({ id }) => held.includes(id)).map(({ member }) => `${instance}/${member}/`);
}

/** Questions and complaints about uses: to the agency that used the data, with a day by which it answers. */
export function openQuestions(ctx: ModuleContext) {
  const { instance, agencies } = readRoad(ctx.content);
  const reaches = (question: Question, members: readonly string[] | null): boolean =>
    members === null || members.some((member) => question.consumer.startsWith(member));
  const found = async (roles: Session["roles"], id: string): Promise<Question> => {
    const question = isUuid(id) ? await questionById(ctx.db, id) : undefined;
    if (!question || !reaches(question, membersOf(roles, agencies, instance))) throw fail("mydata.question-unknown");
    return question;
  };
  return {
    ask: async ({ subject, key, use, kind, body }: Asking): Promise<void> => {
      const now = ctx.clock.now();
      if ((await openOf(ctx.db, subject)) >= mostOpen) throw fail("mydata.too-many-questions");
      const { address, exchangeId: exchange_id, consumer, provider, at: used_at } = use;
      const due_on = taipeiDate(new Date(now.getTime() + daysToAnswer * dayMs));
      const row = { id: ctx.ids.uuid(), subject, key, address, exchange_id, consumer, provider, used_at, kind, body };
      await ctx.db.tx(async (tx) => {
        if (await insertQuestion(tx, { ...row, at: now.toISOString(), due_on }))
          await tx.audit({ actor: subject, action: "mydata.question", target: row.id, detail: { kind, exchange: exchange_id } });
      });
    },
    of: (subject: string, { before, limit }: { before?: string; limit: number }) =>
      questionsOf(ctx.db, subject, before ?? null, limit),
    to: (roles: Session["roles"]) => questionsTo(ctx.db, membersOf(roles, agencies, instance), mostListed),
    find: found,
    answer: async ({ subject, roles }: Pick<Session, "subject" | "roles">, id: string, body: string): Promise<void> => {
      const question = await found(roles, id);
      await ctx.db.tx(async (tx) => {
        const answered = await insertAnswer(tx, { id: question.id, officer: subject, body, at: instant(ctx.clock) });
        if (answered === 0) throw fail("mydata.question-answered");
        await tx.audit({ actor: subject, action: "mydata.answer", target: question.id });
      });
    },
    isLate: ({ due_on, answer }: Pick<Question, "due_on" | "answer">): boolean =>
      answer === null && due_on < taipeiDate(ctx.clock.now()),
  };
}
