// For the files that hold the rows of the action table: keys as they are written there, and
// conditions that several of them share. Values, UI thread.
#pragma once

#include <vector>

#include "edit/editor.h"

namespace facepoint::rows {

using Id = ActionId;
using Group = ActionGroup;

constexpr Shortcut key(Key k) { return {k, false, false, false}; }
constexpr Shortcut key(char c) { return {character_key(c), false, false, false}; }
constexpr Shortcut shift(Key k) { return {k, false, true, false}; }
constexpr Shortcut shift(char c) { return {character_key(c), false, true, false}; }
constexpr Shortcut alt(Key k) { return {k, false, false, true}; }
constexpr Shortcut ctrl(char c) { return {character_key(c), true, false, false}; }
constexpr Shortcut ctrl_shift(char c) { return {character_key(c), true, true, false}; }
inline constexpr Shortcut kNoKey{};

inline bool always(const Editor&) { return true; }
inline bool no_job(const Editor& editor) { return !editor.jobs().running(); }
inline bool has_images(const Editor& editor) { return !editor.session().list().empty(); }
inline bool has_face(const Editor& editor) { return editor.session().face() != nullptr; }
inline bool has_points(const Editor& editor) {
  return has_face(editor) && editor.session().face()->shown() != nullptr;
}
inline bool has_selection(const Editor& editor) {
  return has_points(editor) && !editor.session().selection().empty();
}
inline bool has_doubts(const Editor& editor) { return !editor.doubts().empty(); }
inline std::optional<std::size_t> position(const Editor& editor) {
  const Session& session = editor.session();
  if (!session.current()) return std::nullopt;
  return session.index_of(session.current()->image.id);
}
inline bool has_next(const Editor& editor) {
  const auto at = position(editor);
  return at ? *at + 1 < editor.session().list().size() : has_images(editor);
}
inline bool has_previous(const Editor& editor) {
  const auto at = position(editor);
  return at ? *at > 0 : has_images(editor);
}

// One file each; in any order.
std::vector<ActionInfo> general();
std::vector<ActionInfo> of_edit();
std::vector<ActionInfo> of_following();
std::vector<ActionInfo> of_library();
std::vector<ActionInfo> of_findings();
std::vector<ActionInfo> of_other_workspaces();
std::vector<ActionInfo> of_training();
std::vector<ActionInfo> of_splits();

}  // namespace facepoint::rows
