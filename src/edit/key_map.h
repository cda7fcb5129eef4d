// Which keys start which action now: those of the action table, but for what a person's file says
// otherwise. In the file (JSON) each action's name has a key's text, a list of two, or an empty
// text for none. What is wrong in it is told and left out; the rest is used. Values, UI thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "edit/action_table.h"

namespace facepoint {

class KeyMap {
 public:
  struct Keys {
    Shortcut first;
    Shortcut second;  // both may be none
  };

  KeyMap();  // the table's
  const Keys& of(ActionId id) const { return keys_.at(static_cast<std::size_t>(id)); }
  std::string text(ActionId id) const { return to_text(of(id).first); }
  std::string both(ActionId id) const;  // "Ctrl+Y or Ctrl+Shift+Z"; empty: none
  // Keys may mean different actions in different workspaces.
  std::optional<ActionId> action_for(const Shortcut& pressed, Workspace workspace) const;

 private:
  friend struct KeyFileReader;
  std::vector<Keys> keys_;  // by ActionId
};

struct KeyFile {
  KeyMap keys;
  // "keys.json:12: "aprove": there is no such action. ..." Each with its remedy.
  std::vector<std::string> problems;
};

// `path` only names the file in what is told.
KeyFile parse_keys(std::string_view json, const std::filesystem::path& path);
// A missing file is the table's keys and no problem.
KeyFile read_keys(const std::filesystem::path& path);
// All actions with their keys, as such a file.
std::string keys_file_text(const KeyMap& keys);

}  // namespace facepoint
