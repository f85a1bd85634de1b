import { type CasesApi, casesApi } from "@troad/cases/api";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import Type from "typebox";
import { type Applicant, applicants } from "./applicants.ts";

/** What people answer on the paths through a service, as its tests walk them (`pathSchema` of @troad/flow). */
const walks = Type.Array(
  Type.Object({
    id: Type.String(),
    answers: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
    /** Signatures and documents, which these applicants do not have. */
    around: Type.Optional(Type.Unknown()),
  }),
);

const firstAfterMs = 3_000;
/** The number of applications at the start; after that, one per interval. */
const atFirst = 6;

/** Makes synthetic students apply, through the same api as the portal; returns the function that stops it. */
export function startTraffic(ctx: ModuleContext, options: { everyMs: number; size: number; seed: string }): () => void {
  const services = ctx.content
    .read("services", "paths.json", walks)
    .map(({ id, value }) => ({ id, value: value.filter(({ around }) => around === undefined) }))
    .filter(({ value }) => value.length > 0);
  const cases = ctx.use(casesApi);
  let students: Applicant[] | undefined;
  let next = 0;
  let timer: NodeJS.Timeout;

  async function one(): Promise<void> {
    students ??= applicants({ ...options, today: taipeiDate(ctx.clock.now()) });
    const applicant = students[next % students.length];
    const service = services[next % services.length];
    if (!applicant || !service) return;
    const walk = service.value[next % service.value.length]!;
    next += 1;
    await apply(cases, service.id, applicant, walk.answers);
  }
  async function tick(count: number): Promise<void> {
    try {
      for (let index = 0; index < count; index++) await one();
    } catch (error) {
      ctx.log.debug({ err: error }, "a synthetic application did not go through");
    }
    timer = setTimeout(() => void tick(1), options.everyMs);
  }
  if (services.length > 0) {
    timer = setTimeout(() => {
      void begin();
    }, firstAfterMs);
  }
  async function begin(): Promise<void> {
    const agencies = new Set(
      ctx.content.read("services", "service.json", Type.Object({ agency: Type.String() })).map(({ value }) => value.agency),
    );
    const counts = await Promise.all(
      [...agencies].map((agency) =>
        cases.countForAgency(agency, { posts: [{ role: "case-officer", agency, area: null }], limit: 10_000 }).catch(() => 0),
      ),
    );
    next = Math.min(
      50,
      counts.reduce((total, count) => total + count, 0),
    );
    await tick(next === 0 ? atFirst : 1);
  }
  return () => clearTimeout(timer);
}

async function apply(
  cases: CasesApi,
  service: string,
  applicant: Applicant,
  answers: Record<string, Record<string, unknown>>,
): Promise<void> {
  const { id } = await cases.open({ service, ...applicant });
  const { subject } = applicant;
  for (const [page, values] of Object.entries(answers)) {
    const { standing } = await cases.answer({ id, subject, page, values });
    // already granted or under way: once is enough
    if (standing) return cases.withdraw({ id, subject });
  }
  await cases.submit({ id, subject });
}
