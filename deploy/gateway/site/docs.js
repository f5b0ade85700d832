// Lists the operations of /openapi.json with their parameters, bodies and answers.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];

function element(tag, text, ...children) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function resolved(api, schema, seen = []) {
  if (Array.isArray(schema)) return schema.map((part) => resolved(api, part, seen));
  if (schema === null || typeof schema !== "object") return schema;
  if (schema.$ref) {
    if (seen.includes(schema.$ref)) return { $ref: schema.$ref };
    const target = schema.$ref.slice(2).split("/").reduce((at, key) => at?.[key], api);
    return resolved(api, target, [...seen, schema.$ref]);
  }
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, resolved(api, value, seen)]),
  );
}

function schemaBlock(api, title, content) {
  const schema = Object.values(content ?? {})[0]?.schema;
  if (!schema) return [];
  const text = JSON.stringify(resolved(api, schema), null, 2);
  return [element("details", "", element("summary", title), element("pre", text))];
}

function detailsOf(api, operation) {
  const parameters = (operation.parameters ?? []).map((p) =>
    element("li", `${p.name} (${p.in}${p.required ? ", required" : ""}) ${p.description ?? ""}`),
  );
  const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) =>
    element("li", `${status} ${answer.description ?? ""}`, ...schemaBlock(api, "schema", answer.content)),
  );
  return [
    element("p", operation.description ?? operation.summary ?? ""),
    element("ul", "", ...parameters),
    ...schemaBlock(api, "request body", operation.requestBody?.content),
    element("ul", "", ...answers),
  ];
}

function operationBlock(api, path, method, operation) {
  const name = element("span", method.toUpperCase());
  name.className = "method";
  const summary = element("summary", "", name, element("code", path));
  const block = element("details", "", summary);
  // A block is filled when it is opened: hundreds of schemas at once would be slow.
  block.addEventListener("toggle", () => block.append(...detailsOf(api, operation)), { once: true });
  block.dataset.text = `${method} ${path} ${operation.summary ?? ""}`.toLowerCase();
  return block;
}

async function show() {
  const list = document.getElementById("operations");
  const answer = await fetch("/openapi.json");
  if (!answer.ok) {
    list.textContent = `openapi.json: ${answer.status}`;
    return;
  }
  const api = await answer.json();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => item[name])) {
      list.append(operationBlock(api, path, method, item[method]));
    }
  }
  document.getElementById("filter").addEventListener("input", (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const block of list.children) block.hidden = !block.dataset.text.includes(wanted);
  });
}

show();
