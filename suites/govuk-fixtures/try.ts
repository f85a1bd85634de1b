import run from "./run.ts";
const r = await run({ reference: process.env.TROAD_REFERENCE ?? "/work/shared/reference" });
for (const f of r.failed) console.log(f.id, "=>", f.why.slice(0, 400));
console.log(r.passed.length, r.failed.length);
