"""What the settings' schema finds wrong with a value, in words for the person who set it."""

from collections.abc import Mapping
from typing import Any

# By the kinds of error that the schema's library knows; a kind that is not here is said by ``_OTHERWISE``.
_SENTENCES = {
    "int_parsing": "it must be a whole number",
    "int_type": "it must be a whole number",
    "int_from_float": "it must be a whole number",
    "int_parsing_size": "it must be a smaller number",
    "float_parsing": "it must be a number",
    "float_type": "it must be a number",
    "finite_number": "it must be a number",
    "bool_parsing": "it must be true or false",
    "bool_type": "it must be true or false",
    "greater_than_equal": "it must be {ge} or more",
    "less_than_equal": "it must be {le} or less",
    "enum": "it must be one of these: {expected}",
    "string_type": "it must be text",
    "string_too_long": "it must have {max_length} letters or fewer",
    "path_type": "it must be a path",
    "url_type": "it must be an address such as http://127.0.0.1:8080/v1",
    "url_parsing": "it must be an address such as http://127.0.0.1:8080/v1",
    "url_syntax_violation": "it must be an address such as http://127.0.0.1:8080/v1",
    "url_scheme": "it must be an address that begins with http:// or https://",
    "url_too_long": "it must be a shorter address",
    "model_type": "it must be a section with settings of its own",
    "value_error": "{error}",
}
_OTHERWISE = "it is not of the kind this setting takes"


def problem(found: Mapping[str, Any]) -> str:
    """One clause for one finding of the schema, as ``ValidationError.errors`` lists them."""
    name = ".".join(str(part) for part in found["loc"])
    if found["type"] == "extra_forbidden":
        return f"there is no setting {name}"
    values = dict(found.get("ctx", {}))
    if "expected" in values:
        values["expected"] = values["expected"].replace("'", "")
    why = _SENTENCES.get(found["type"], _OTHERWISE).format(**values)
    return f"{name} is {found['input']!r}, but {why}"
