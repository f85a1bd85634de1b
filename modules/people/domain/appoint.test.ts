import assert from "node:assert/strict";
import { test } from "node:test";
import { giverOf, mayAppoint } from "./appoint.ts";

const administers = new Map([["head", ["inspector"]]]);
const head = (agency: string, area: string | null) => [{ role: "head", agency, area }];
const inspector = (area: string | null, role = "inspector") => ({ role, agency: "moj", area });

test("a post is given by a role that administers it, at the same agency, within the giver's area", () => {
  assert.ok(mayAppoint(administers, head("moj", null), inspector(null)));
  assert.ok(mayAppoint(administers, head("moj", "63"), inspector("63000010")));
});

test("another agency, another role, a wider or a neighbouring area, and no post at all are refused", () => {
  assert.ok(!mayAppoint(administers, head("moi", null), inspector(null)));
  assert.ok(!mayAppoint(administers, head("moj", null), inspector(null, "head")));
  assert.ok(!mayAppoint(administers, head("moj", "63"), inspector(null)));
  assert.ok(!mayAppoint(administers, head("moj", "63"), inspector("64")));
  assert.ok(!mayAppoint(administers, [], inspector(null)));
});

test("the offices that a person gives are those of all their posts, each once", () => {
  const posts = [...head("moj", "63"), ...head("moj", "63"), ...head("moi", null), { role: "clerk", agency: "moj", area: null }];
  assert.deepEqual(giverOf(administers, posts), [
    { role: "inspector", agency: "moj", area: "63" },
    { role: "inspector", agency: "moi", area: null },
  ]);
});
