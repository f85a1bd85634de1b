import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  attributes,
  BLOCKED_URL,
  element,
  empty,
  Html,
  HtmlError,
  type HtmlErrorCode,
  type HtmlValue,
  html,
  trusted,
} from "./index.ts";

/** A value as a hostile or careless caller would pass it, past the type checker. */
const wild = (value: unknown): HtmlValue => value as HtmlValue;
const refused = (code: HtmlErrorCode, make: () => unknown): void =>
  assert.throws(make, (error: unknown) => error instanceof HtmlError && error.code === code);

const ATTACK = `"><script>alert('1')</script>&`;
const ESCAPED = "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;";

describe("values", () => {
  it("are escaped in text", () => assert.equal(String(html`<p>${ATTACK}</p>`), `<p>${ESCAPED}</p>`));
  it("are escaped in double- and single-quoted attributes", () => {
    assert.equal(String(html`<p title="${ATTACK}">`), `<p title="${ESCAPED}">`);
    assert.equal(String(html`<p title='${ATTACK}'>`), `<p title='${ESCAPED}'>`);
  });
  it("are escaped in textarea and title, which cannot be left", () => {
    assert.equal(
      String(html`<textarea>${"</textarea><b>"}</textarea><b>${1}</b>`),
      "<textarea>&lt;/textarea&gt;&lt;b&gt;</textarea><b>1</b>",
    );
    refused("html.value", () => html`<title>${html`<b>x</b>`}</title>`);
  });
  it("that are nothing render nothing, while zero and the empty string are values", () => {
    assert.equal(String(html`${undefined}${null}${false}${0}${""}${10n}`), "010");
  });
  it("may be lists, nested HTML and lists of it", () => {
    const rows = ["<a>", "b"].map((text) => html`<li>${text}</li>`);
    assert.equal(String(html`<ul>${rows}${[["x", [1]], false]}</ul>`), "<ul><li>&lt;a&gt;</li><li>b</li>x1</ul>");
  });
  it("keep NUL and quotation marks harmless and leave Chinese alone", () => {
    assert.equal(String(html`${"民國\u0000「年」'"}`), "民國\ufffd「年」&#39;");
  });
  it("that would show as [object Object], true or a promise are refused", () => {
    for (const value of [{}, true, Promise.resolve(1), () => 1, Symbol("s"), new Date(0)]) {
      refused("html.value", () => html`${wild(value)}`);
    }
    refused("html.value", () => html`<p title="${wild(["a"])}">`);
    refused("html.value", () => html`<p title="${html`x`}">`);
  });
});

describe("finished HTML cannot be forged", () => {
  it("by an object of the same shape from JSON", () => {
    const forged: unknown = JSON.parse('{"text":"<script>","isEmpty":false,"__proto__":{}}');
    refused("html.value", () => html`${wild(forged)}`);
    const dressed: unknown = Object.create(Html.prototype);
    refused("html.value", () => html`${wild(dressed)}`);
  });
  it("by calling the constructor or the tag with strings", () => {
    const make = Html as unknown as new (key: unknown, text: string) => Html;
    refused("html.value", () => new make(Symbol("html"), "<script>"));
    const tag = html as unknown as (strings: readonly string[]) => Html;
    refused("html.not-a-template", () => tag(["<script>"]));
    refused("html.not-a-template", () => tag(Object.assign(["<script>"], { raw: ["<script>"] })));
  });
});

describe("places where no value is safe are refused", () => {
  const x = "x";
  const cases: [HtmlErrorCode, string, () => unknown][] = [
    ["html.unquoted-attribute", "unquoted attribute", () => html`<p title=${x}>`],
    ["html.unquoted-attribute", "middle of an unquoted attribute", () => html`<p title=a${x}>`],
    ["html.unquoted-attribute", "backtick is not a quotation mark", () => html`<p title=\`${x}\`>`],
    ["html.tag-name", "tag name", () => html`<${x}>`],
    ["html.tag-name", "closing tag name", () => html`<b></${x}>`],
    ["html.value", "text among attributes", () => html`<p ${x}>`],
    ["html.value", "text as the rest of a tag name", () => html`<h${x}>`],
    ["html.attribute-name", "rest of an attribute name", () => html`<p data-${x}="1">`],
    ["html.attribute-name", "between name and equals sign", () => html`<p title ${x}="1">`],
    ["html.attribute-name", "tag name that goes on after attributes", () => html`<in${attributes({})}put>`],
    ["html.raw-text", "script", () => html`<script>let a = "${x}"</script>`],
    ["html.raw-text", "script in capitals with attributes", () => html`<SCRIPT type="module" defer>${x}</SCRIPT>`],
    ["html.raw-text", "style", () => html`<style>${x}</style>`],
    ["html.raw-text", "script after a comment that only seems to close it", () => html`<script><!-- </scriptx> ${x}</script>`],
    [
      "html.raw-text",
      "after a script that a browser sees end later",
      () => html`<script><!-- <script> </script>${x}--></script>`,
    ],
    ["html.comment", "comment", () => html`<!-- ${x} -->`],
    ["html.comment", "doctype", () => html`<!doctype ${x}>`],
    ["html.forbidden-attribute", "event handler", () => html`<p onclick="${x}">`],
    ["html.forbidden-attribute", "event handler in capitals", () => html`<p ONCLICK="f(${x})">`],
    ["html.forbidden-attribute", "style", () => html`<p style="color:${x}">`],
    ["html.forbidden-attribute", "srcdoc", () => html`<iframe srcdoc="${x}"></iframe>`],
    ["html.incomplete", "template that ends inside a tag", () => html`<p title="${x}"`],
    ["html.incomplete", "template that ends inside an attribute", () => html`<p title="${x}>`],
    ["html.incomplete", "template that leaves a script open", () => html`<script src="/a.js">`],
    ["html.url-prefix", "scheme built of two parts", () => html`<a href="java${x}">`],
    ["html.url-prefix", "scheme built of two values", () => html`<a href="${x}${x}">`],
    ["html.url-prefix", "literal scheme that runs code", () => html`<a href="javascript:${x}">`],
  ];
  for (const [code, name, make] of cases) it(`${name}: ${code}`, () => refused(code, make));

  it("again each time, not only the first", () => {
    const make = (value: string) => html`<p title=${value}>`;
    refused("html.unquoted-attribute", () => make("a"));
    refused("html.unquoted-attribute", () => make("a"));
  });
  it("and text that only looks like markup is text", () => {
    assert.equal(
      String(html`1 < 2 <3 <= ${x} <<b>${x}</b> <!-- "<script>" -->${x}`),
      '1 < 2 <3 <= x <<b>x</b> <!-- "<script>" -->x',
    );
  });
});

describe("links", () => {
  it("of schemes that run code lead nowhere, however they are written", () => {
    for (const url of [
      "javascript:alert(1)",
      " JaVaScRiPt:alert(1)",
      "java\nscript:x",
      "\u0001javascript:x",
      "data:text/html,x",
      "vbscript:x",
    ]) {
      assert.equal(String(html`<a href="${url}">`), `<a href="${BLOCKED_URL}">`);
      assert.equal(String(attributes({ href: url })), ` href="${BLOCKED_URL}"`);
    }
  });
  it("that are relative or of the web pass, and what follows a literal path is text", () => {
    for (const url of ["/a?b=1", "a/b:c", "#x", "?q=a:b", "https://example.tw/", "mailto:a@example.tw", "//host/x", ""]) {
      assert.equal(String(html`<a href="${url}">`), `<a href="${url}">`);
    }
    assert.equal(String(html`<a href="/x/${"javascript:1"}">`), '<a href="/x/javascript:1">');
    assert.equal(
      String(html`<a href="mailto:${"a@b"}" data-x="${"javascript:"}">`),
      '<a href="mailto:a@b" data-x="javascript:">',
    );
  });
});

describe("attributes", () => {
  it("render true bare, drop nothing-values, join lists and escape the rest", () => {
    const list = attributes({
      id: 'a"b',
      disabled: true,
      hidden: false,
      title: undefined,
      rows: 5,
      class: ["x", false, undefined, "y"],
      rel: [],
    });
    assert.equal(String(html`<textarea${list}></textarea>`), '<textarea id="a&quot;b" disabled rows="5" class="x y"></textarea>');
    assert.equal(String(html`<input type="text"${list} data-z="${1}">`).includes('"text" id='), true);
  });
  it("may stand after the name of a tag, where an empty list leaves no trace", () => {
    assert.equal(String(html`<p${attributes({})}>x</p>`), "<p>x</p>");
  });
  it("refuse names that break out, event handlers and styles", () => {
    for (const name of ["a b", "a=b", "a>", "", "1", "a\u0000"])
      refused("html.attribute-name", () => attributes({ [name]: "x" }));
    for (const name of ["onclick", "OnLoad", "style", "srcdoc", "srcset"])
      refused("html.forbidden-attribute", () => attributes({ [name]: "x" }));
  });
  it("cannot be forged and are refused in text", () => {
    refused("html.value", () => html`<p${wild({ toString: () => " onclick=x" })}>`);
    refused("html.value", () => html`<p>${attributes({ a: "1" })}</p>`);
    const object: unknown = { toString: () => "x" };
    refused("html.value", () => attributes({ a: object as string }));
  });
});

describe("element", () => {
  it("makes headings of a level known at run time", () => {
    assert.equal(String(element(`h${2}`, { class: "a" }, "<", html`<b>x</b>`)), '<h2 class="a">&lt;<b>x</b></h2>');
    assert.equal(String(element("br", {})), "<br>");
  });
  it("refuses names that are none and elements that hold code", () => {
    for (const name of ["h2 onclick=x", "script", "style", "iframe", "", "H2", "a/"])
      refused("html.tag-name", () => element(name, {}));
    refused("html.value", () => element("br", {}, "x"));
  });
});

it("trusted constants pass as they are, and nothing is empty", () => {
  assert.equal(String(html`${trusted("<hr>")}${empty}`), "<hr>");
  assert.equal(empty.isEmpty && !html`x`.isEmpty, true);
});
