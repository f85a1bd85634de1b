import { type CasesApi, casesApi } from "@troad/cases/api";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import { demoUniversity, findPeople, households, type Person } from "@troad/population";
import Type from "typebox";

/** A service's walks through its form, as its own tests use them. */
const walks = Type.Array(
  Type.Object({ id: Type.String(), answers: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())) }),
);
type Applicant = Pick<Person, "subject" | "nationalId" | "name">;

const firstAfterMs = 3_000;
/** So many at once in the beginning, then one each interval. */
const atFirst = 6;
const enough = 400;

/** Lets synthetic students apply, through the same api as the portal; returns what stops it. */
export function startTraffic(ctx: ModuleContext, options: { everyMs: number; size: number; seed: string }): () => void {
  const services = ctx.content.read("services", "paths.json", walks).filter(({ value }) => value.length > 0);
  const cases = ctx.use(casesApi);
  let applicants: Applicant[] | undefined;
  let next = 0;
  let timer: NodeJS.Timeout;

  async function one(): Promise<void> {
    applicants ??= students(ctx, options);
    const applicant = applicants[next % applicants.length];
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
    const counts = await Promise.all([...agencies].map((agency) => cases.countForAgency(agency).catch(() => 0)));
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
  answers: Record<string, Record<string, string>>,
): Promise<void> {
  const { id } = await cases.open({ service, ...applicant });
  for (const [page, values] of Object.entries(answers)) await cases.answer({ id, subject: applicant.subject, page, values });
  await cases.submit({ id, subject: applicant.subject });
}

/** Students of the demo university who are not among those a visitor can be. */
function students(ctx: ModuleContext, { size, seed }: { size: number; seed: string }): Applicant[] {
  const request = { seed, size: Math.min(size, 20_000), today: taipeiDate(ctx.clock.now()) };
  const taken = new Set(
    Object.values(findPeople(request).students)
      .flat()
      .map(({ person }) => person.subject),
  );
  const found: Applicant[] = [];
  for (const household of households(request))
    for (const { subject, nationalId, name, schooling } of household.members)
      if (schooling?.school === demoUniversity && !taken.has(subject)) {
        found.push({ subject, nationalId, name });
        if (found.length >= enough) return found;
      }
  return found;
}
