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

// What stands in the way of an action, as ActionInfo::why_not tells it.
using WhyNot = const char*;
constexpr WhyNot unless(bool possible, WhyNot why) { return possible ? nullptr : why; }
// The first of two. Both are asked: what may only be asked after the other needs an `if`.
constexpr WhyNot all_of(WhyNot a, WhyNot b) { return a != nullptr ? a : b; }

inline WhyNot needs_nothing(const Editor&) { return nullptr; }
inline WhyNot needs_no_job(const Editor& editor) {
  return unless(!editor.jobs().running(), "something else is still running.");
}
inline WhyNot needs_pictures(const Editor& editor) {
  return unless(editor.session().total_images() > 0, "the project has no pictures yet.");
}
inline WhyNot needs_pictures_and_no_job(const Editor& editor) {
  return all_of(needs_no_job(editor), needs_pictures(editor));
}
inline WhyNot needs_list(const Editor& editor) {
  return unless(!editor.session().list().empty(), "no picture is listed.");
}
inline WhyNot needs_face(const Editor& editor) {
  return unless(editor.session().face() != nullptr, "there is no face in this picture.");
}
inline bool has_points(const Editor& editor) {
  const FaceView* face = editor.session().face();
  return face != nullptr && face->shown() != nullptr;
}
inline WhyNot needs_points(const Editor& editor) {
  return all_of(needs_face(editor), unless(has_points(editor), "this face has no points."));
}
inline WhyNot needs_selection(const Editor& editor) {
  return all_of(needs_points(editor), unless(!editor.session().selection().empty(),
                                             "no point is selected; click one first."));
}
inline std::optional<std::size_t> position(const Editor& editor) {
  const Session& session = editor.session();
  if (!session.current()) return std::nullopt;
  return session.index_of(session.current()->image.id);
}
inline WhyNot needs_next(const Editor& editor) {
  const auto at = position(editor);
  if (!at) return needs_list(editor);
  return unless(*at + 1 < editor.session().list().size(), "this is the last picture listed.");
}
inline WhyNot needs_previous(const Editor& editor) {
  const auto at = position(editor);
  return at ? unless(*at > 0, "this is the first picture listed.") : needs_list(editor);
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
