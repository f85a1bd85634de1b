import type { ModuleContext } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { Session } from "@troad/web";
import Type, { type Static, type TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { mustExplain, type Pace } from "./pace.ts";
import type { OfficersRegister } from "./registers.ts";

const data = Type.Record(Type.String(), Type.Unknown());
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const text = orNull(Type.String());

const answers = {
  "/search": Type.Object({
    hits: Type.Array(Type.Object({ key: Type.String(), shown: data })),
    after: orNull(Type.Object({ term: Type.String(), key: Type.String() })),
  }),
  "/history": Type.Object({
    versions: Type.Array(
      Type.Object({
        ...{ version: Type.Integer(), data, at: Type.String() },
        ...{ kind: text, caseId: text, legalBasis: text, reason: text },
      }),
    ),
    before: orNull(Type.Integer()),
  }),
  "/statistics": Type.Object({
    villages: Type.Array(
      Type.Object({
        ...{ month: Type.String(), village: Type.String() },
        ...{ births: Type.Integer(), deaths: Type.Integer(), marriages: Type.Integer(), divorces: Type.Integer() },
        ...{ movedIn: Type.Integer(), movedOut: Type.Integer(), changedIn: Type.Integer(), changedOut: Type.Integer() },
        ...{ naturalIncrease: Type.Integer(), netMigration: Type.Integer() },
      }),
    ),
    kinds: Type.Array(
      Type.Object({ month: Type.String(), village: Type.String(), kind: Type.String(), entries: Type.Integer() }),
    ),
  }),
};
const checks = {
  "/search": Compile(answers["/search"]),
  "/history": Compile(answers["/history"]),
  "/statistics": Compile(answers["/statistics"]),
};

type Path = keyof typeof answers;
type Answers = { [D in Path]: Static<(typeof answers)[D]> };
export type Hit = Answers["/search"]["hits"][number];
export type Version = Answers["/history"]["versions"][number];
export type VillageRow = Answers["/statistics"]["villages"][number];
export type KindRow = Answers["/statistics"]["kinds"][number];

/** What is asked, and the number of the matter for which, if the officer named it. */
export type Question = { body: object; issue: string };
export type Asked<D extends Path> = { ok: true; answer: Answers[D] } | { ok: false; code: string };
export type Ask = <D extends Path>(session: Session, register: OfficersRegister, path: D, asked: Question) => Promise<Asked<D>>;

type Parts = {
  ctx: Pick<ModuleContext, "db" | "ids">;
  road: Pick<RoadApi, "consumerUrl">;
  instance: string;
  pace: Pick<Pace, "within">;
};

/**
 * Asks a register over the road, unless the officer has seen too many people. Before that the audit names the officer and the exchange: the
 * exchange itself names the agency alone. What was looked for is not in the audit.
 */
export function openAsk({ ctx, road, instance, pace }: Parts): Ask {
  const asked: Ask = async (session, register, path, { body, issue }) => {
    const client = register.paths.get(path);
    if (client === undefined) return { ok: false, code: "write.not-allowed" };
    const exchangeId = `${instance}-${ctx.ids.uuid()}`;
    await ctx.db.tx((tx) =>
      tx.audit({
        ...{ actor: session.subject, action: `desk.register${path.replace("/", "-")}`, target: register.id },
        detail: { exchangeId, agency: register.member },
      }),
    );
    const target = `/r1/${instance}/${register.provider}${path}`;
    const reply = await askRegister(await road.consumerUrl(register.member), {
      ...{ target, client, exchangeId, consent: null, body },
      issue: issue === "" ? null : issue,
    });
    if (!reply.ok) return reply;
    return fits(path, reply.answer) ? { ok: true, answer: reply.answer } : { ok: false, code: "source.unexpected-answer" };
  };
  return async (session, register, path, question) => {
    const look = { officer: session.subject, agency: register.member, forCase: question.issue !== "" };
    const result = await pace.within(look, async () => {
      const found = await asked(session, register, path, question);
      return { result: found, seen: found.ok ? seenIn(register, found.answer, question.body) : [] };
    });
    return result ?? { ok: false, code: mustExplain };
  };
}

/** Whose records an answer showed. */
function seenIn({ id }: OfficersRegister, answer: Answers[Path], body: object): string[] {
  if ("hits" in answer) return answer.hits.map(({ key }) => `${id} ${key}`);
  return "versions" in answer && answer.versions.length > 0 && "key" in body ? [`${id} ${String(body.key)}`] : [];
}

const fits = <D extends Path>(path: D, answer: unknown): answer is Answers[D] => checks[path].Check(answer);
