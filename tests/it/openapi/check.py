"""Holds answers against an OpenAPI document.

Reads `{"document": …, "answers": […]}` from its input: an answer has `method`, `path`, `status`, `kind` (its media type)
and `body` (JSON, or null where it has none), perhaps `sent` (the JSON that was taken), and `is_ours`: then it may have
no members that the document does not name. Writes what is wrong as a list of texts.
"""

import json
import re
import sys

import jsonschema_rs


def closed(schema, is_ours):
    """The schema, taking no members beyond its own where the answer is ours."""
    if isinstance(schema, list):
        return [closed(one, is_ours) for one in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: closed(value, is_ours) for name, value in schema.items()}
    if is_ours and schema.get("type") in ("object", ["object", "null"]) and isinstance(schema.get("properties"), dict):
        schema.setdefault("additionalProperties", False)
    return schema


class Document:
    def __init__(self, document):
        self.paths = []
        for template, item in document["paths"].items():
            parts = re.split(r"\{[^}]*\}", template)
            pattern = re.compile("([^/]+)".join(map(re.escape, parts)))
            self.paths.append((len(parts), template, pattern, item))
        self.paths.sort(key=lambda path: path[0])
        self.responses = document["components"]["responses"]
        self.schemas = {
            is_ours: {"schemas": closed(document["components"]["schemas"], is_ours)} for is_ours in (True, False)
        }
        self.validators = {}

    def operation(self, method, path):
        path = path.split("?")[0]
        for _, template, pattern, item in self.paths:
            if pattern.fullmatch(path) and method.lower() in item:
                return template, item[method.lower()]
        return None, None

    def errors(self, name, schema, is_ours, value):
        if (name, is_ours) not in self.validators:
            whole = {**closed(schema, is_ours), "components": self.schemas[is_ours]}
            self.validators[name, is_ours] = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        for error in self.validators[name, is_ours].iter_errors(value):
            place = "".join("[]" if isinstance(step, int) else f".{step}" for step in error.instance_path)
            yield f"{place or '.'}: {error.message[:200]}"

    def wrong(self, answer):
        method, status = answer["method"], str(answer["status"])
        template, operation = self.operation(method, answer["path"])
        if operation is None:
            return ["it is not in the document"]
        if status not in operation["responses"]:
            return [f"{status} is not in the document"]
        response = operation["responses"][status]
        if "$ref" in response:
            response = self.responses[response["$ref"].rsplit("/", 1)[1]]
        content = response.get("content", {})
        kind = answer["kind"].split(";")[0].strip()
        name = f"{method} {template} {status}"
        found = []
        if kind and not content:
            found.append(f"{status} has a body ({kind}), which the document does not say")
        elif content and kind not in content:
            found.append(f"{status} comes as {kind!r}, not as {' or '.join(content)}")
        elif answer["body"] is not None:
            found.extend(self.errors(name, content[kind]["schema"], answer["is_ours"], answer["body"]))
        if answer.get("sent") is not None:
            taken = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if taken is None:
                found.append("a body of JSON was taken, which the document does not say")
            else:
                found.extend(f"what was sent: {one}" for one in self.errors(f"{method} {template}", taken["schema"], True, answer["sent"]))
        return found


asked = json.load(sys.stdin)
document = Document(asked["document"])
json.dump([[f"{one['method']} {one['path']}: {wrong}" for wrong in document.wrong(one)] for one in asked["answers"]], sys.stdout)
