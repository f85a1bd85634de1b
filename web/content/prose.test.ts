import assert from "node:assert/strict";
import { test } from "node:test";
import { proseHtml } from "./prose.ts";

test("paragraphs, headings, lists and links of a text become what they are", () => {
  assert.equal(
    String(proseHtml("## Head\n\nOne\nline, [a page](/a?b=1).\n\n- first\n- [mail](mailto:a@b.tw)")),
    '<h2>Head</h2><p>One line, <a class="tr-link" href="/a?b=1">a page</a>.</p>' +
      '<ul class="tr-list tr-list--bullet"><li>first</li><li><a class="tr-link" href="mailto:a@b.tw">mail</a></li></ul>',
  );
});

test("HTML and addresses that run something stay text", () => {
  const shown = String(proseHtml('<script>alert(1)</script> [x](javascript:alert(1)) [y](//evil.example" onclick="x)'));
  assert.doesNotMatch(shown, /<script|href="javascript|onclick="/);
});
