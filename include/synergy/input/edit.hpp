#pragma once

#include "synergy/input/document.hpp"
#include "synergy/input/write.hpp"

#include <string>
#include <string_view>

namespace synergy::input {

/// Sets the value at a dotted path of a parsed file ("link.connection_interval"), as `--set` does: before the
/// file is read, so that a setting is checked as if it stood in the file.
///
/// List items are named by number, from 0, or by their `name` or `model` ("apps.0.rate", "apps.kws.rate");
/// keys that are missing are added, and a key with nothing below it becomes a mapping. List items are never
/// added. `value` is YAML text and may be a whole mapping; what is set has line 0. Only the tree changes, not
/// the document's text.
///
/// Throws InputError (file "--set PATH=VALUE") if the path names no item of a list or goes on below a single
/// value, or if `value` is not YAML.
void set_path(Document& document, const std::string& path, const std::string& value);

/// The same with a value that is parsed, as sweeps have them; `setting` stands for the file in messages.
/// Places in `value` are kept.
void set_node(Document& document, std::string_view path, Node value, const std::string& setting);

/// Whether the first part of a dotted path is this name, which may have dots in it ("apps.v1.2.rate"): it
/// must be followed by a dot or the path's end.
[[nodiscard]] bool path_starts_with(std::string_view path, std::string_view name);

/// Every line of `text` moved right by `spaces`; ends with a newline unless empty.
[[nodiscard]] std::string indented(std::string_view text, int spaces);

}  // namespace synergy::input
