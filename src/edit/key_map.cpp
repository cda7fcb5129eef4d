#include "edit/key_map.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

bool meet(ActionGroup a, ActionGroup b) {
  const auto in_a = workspace_of(a);
  const auto in_b = workspace_of(b);
  return !in_a || !in_b || *in_a == *in_b;
}

std::string quoted(std::string_view text) { return "“" + std::string(text) + "”"; }

}  // namespace

KeyMap::KeyMap() {
  for (const ActionInfo& row : action_table()) keys_.push_back({row.shortcut, row.alternative});
}

std::string KeyMap::both(ActionId id) const {
  const Keys& keys = of(id);
  return to_text(keys.first) + (keys.second ? " or " + to_text(keys.second) : "");
}

std::optional<ActionId> KeyMap::action_for(const Shortcut& pressed, Workspace workspace) const {
  if (!pressed) return std::nullopt;
  for (const ActionInfo& row : action_table()) {
    if (!usable_in(row.group, workspace)) continue;
    if (of(row.id).first == pressed || of(row.id).second == pressed) return row.id;
  }
  return std::nullopt;
}

// Collects what the file wants, then gives each key to one action: what differs from the table
// before what doesn't, as a person changes one line and leaves the rest.
struct KeyFileReader {
  struct Wish {
    const ActionInfo* row;
    KeyMap::Keys keys;
    bool named;
  };

  std::string_view text;
  std::string file;
  KeyFile result;
  std::vector<Wish> wishes;

  void tell(const std::string& name, const std::string& what) {
    const std::size_t at = text.find('"' + name + '"');
    const auto line = std::count(text.begin(), text.begin() + std::min(at, text.size()), '\n') + 1;
    result.problems.push_back(file + (at == text.npos ? "" : ":" + std::to_string(line)) + ": \"" +
                              name + "\": " + what);
  }

  void read_entry(const std::string& name, const Json& value) {
    const ActionInfo* row = find_action(name);
    if (row == nullptr) {
      return tell(name,
                  "there is no action of this name. Ctrl+Shift+K writes a file with all names "
                  "when there is none.");
    }
    const Json list = value.is_array() ? value : Json::array({value});
    Wish wish{row, {}, true};
    for (const Json& each : list) {
      const auto key = each.is_string() ? shortcut_of(each.get<std::string>()) : std::nullopt;
      const bool none = each.is_string() && each.get<std::string>().empty();
      if (!key && !none) {
        return tell(name, each.dump() +
                              " is no key. Write it like \"Ctrl+Shift+Z\", \"F5\", "
                              "\"Page Up\" or \"A\".");
      }
      if (none) continue;
      if (wish.keys.first && wish.keys.second) return tell(name, "an action has at most two keys.");
      (wish.keys.first ? wish.keys.second : wish.keys.first) = *key;
    }
    wishes.push_back(wish);
  }

  int order_of(const Wish& wish) const {
    if (!wish.named) return 2;
    const bool as_ever =
        wish.keys.first == wish.row->shortcut && wish.keys.second == wish.row->alternative;
    return as_ever ? 1 : 0;
  }

  // Who has the key already in a workspace where this action is too; null: nobody.
  const ActionInfo* holder(const std::vector<const Wish*>& before, const Wish& wish,
                           const Shortcut& key) const {
    for (const Wish* other : before) {
      const KeyMap::Keys& taken = result.keys.of(other->row->id);
      if (!meet(other->row->group, wish.row->group)) continue;
      if (taken.first == key || taken.second == key) return other->row;
    }
    return nullptr;
  }

  void give_keys() {
    for (const ActionInfo& row : action_table()) {
      const bool named = std::any_of(wishes.begin(), wishes.end(),
                                     [&](const Wish& wish) { return wish.row == &row; });
      if (!named) wishes.push_back({&row, {row.shortcut, row.alternative}, false});
    }
    std::stable_sort(wishes.begin(), wishes.end(),
                     [this](const Wish& a, const Wish& b) { return order_of(a) < order_of(b); });
    std::vector<const Wish*> before;
    for (const Wish& wish : wishes) {
      KeyMap::Keys& keys = result.keys.keys_.at(static_cast<std::size_t>(wish.row->id));
      keys = {};
      for (const Shortcut& key : {wish.keys.first, wish.keys.second}) {
        if (!key) continue;
        const ActionInfo* other = holder(before, wish, key);
        if (other == nullptr) {
          (keys.first ? keys.second : keys.first) = key;
          continue;
        }
        tell(wish.named ? wish.row->name : other->name,
             to_text(key) + " is the key of " + quoted(other->title) + ", so " +
                 quoted(wish.row->title) + " (" + wish.row->name +
                 ") goes without it. Give one of them another key.");
      }
      before.push_back(&wish);
    }
  }
};

KeyFile parse_keys(std::string_view json, const std::filesystem::path& path) {
  KeyFileReader reader{json, path.filename().string(), {}, {}};
  Json root;
  try {
    root = Json::parse(json);
  } catch (const Json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 3, column 5: ...": from the place on.
    const std::string text = error.what();
    const auto place = text.find("at line");
    reader.result.problems.push_back(reader.file + ": it can't be read " +
                                     (place == std::string::npos ? text : text.substr(place)) +
                                     ". Mend it, or delete the file; until then the usual keys "
                                     "are in force.");
    return reader.result;
  }
  if (!root.is_object()) {
    reader.result.problems.push_back(reader.file +
                                     ": not a list of names with keys, like {\"undo\": "
                                     "\"Ctrl+Z\"}. Mend it, or delete the file.");
    return reader.result;
  }
  for (const auto& [name, value] : root.items()) reader.read_entry(name, value);
  reader.give_keys();
  return reader.result;
}

KeyFile read_keys(const std::filesystem::path& path) {
  std::error_code ignored;
  if (path.empty() || !std::filesystem::exists(path, ignored)) return {};
  try {
    return parse_keys(read_file(path), path);
  } catch (const Error& error) {
    return {{}, {error.what()}};
  }
}

std::string keys_file_text(const KeyMap& keys) {
  Json root = Json::object();
  for (const ActionInfo& row : action_table()) {
    const KeyMap::Keys& of_row = keys.of(row.id);
    if (of_row.second) {
      root[row.name] = {to_text(of_row.first), to_text(of_row.second)};
    } else {
      root[row.name] = to_text(of_row.first);
    }
  }
  // One line an action, also where it has two keys.
  std::string text = "{\n";
  for (auto entry = root.begin(); entry != root.end(); ++entry) {
    text += "  " + Json(entry.key()).dump() + ": " + entry.value().dump() +
            (std::next(entry) == root.end() ? "\n" : ",\n");
  }
  return text + "}\n";
}

}  // namespace facepoint
