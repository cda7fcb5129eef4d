#include <imgui.h>

#include <algorithm>
#include <ctime>
#include <filesystem>

#include "base/text.h"
#include "ui/face_drawing.h"
#include "ui/history.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kFaceRow = 28;
constexpr float kFacesWidth = 220;
constexpr double kFitMargin = 24;
constexpr double kFitMaxScale = 16;

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

// The points that a face had before, hollow, where they differ; those it has after, filled, and
// framed where a person set them; arrows from one to the other.
void draw_points(Frame& frame, ImDrawList& list, const Viewport& viewport,
                 const EditPreview& preview) {
  const Scheme& scheme = SchemeLibrary::standard().get(preview.faces[preview.face].scheme);
  FaceStyle style;
  style.numbers = NumberMode::kNone;
  if (!preview.before || !preview.after) {
    if (!preview.before && !preview.after) return;
    style.ghost = !preview.after;
    draw_face(list, frame.theme, viewport, scheme, preview.after ? *preview.after : *preview.before,
              style);
    return;
  }
  const Keypoints& before = *preview.before;
  const Keypoints& after = *preview.after;
  style.pinned = preview.set;
  draw_face(list, frame.theme, viewport, scheme, after, style);
  const float radius = point_radius(frame.theme, viewport, before);
  for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
    if (before[i] == after[i] || !before[i].present()) continue;
    const ImVec2 from = vec(viewport.to_screen(before[i].position));
    if (after[i].present()) {
      draw_arrow(list, frame.theme, from, vec(viewport.to_screen(after[i].position)), radius);
    }
    const ImU32 color = color_of(scheme.regions[scheme.region_of(static_cast<int>(i))].color);
    list.AddCircle(from, radius, on_picture::kShadow, 0, frame.theme.px(3));
    list.AddCircle(from, radius, color, 0, frame.theme.px(1.5F));
  }
}

Rect shown_part(const EditPreview& preview) {
  Keypoints all = preview.before.value_or(Keypoints{});
  if (preview.after) all.insert(all.end(), preview.after->begin(), preview.after->end());
  Rect box = bounding_box(all);
  const double room = 0.15 * std::max(box.width, box.height);
  return {box.x - room, box.y - room, box.width + 2 * room, box.height + 2 * room};
}

void draw_picture(Frame& frame, const EditPreview& preview, ImVec2 size) {
  const ChangedFace& face = preview.faces[preview.face];
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("picture", size);
  frame.record.add_item("history/picture");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 max{at.x + size.x, at.y + size.y};
  list.AddRectFilled(at, max, frame.theme.colors.canvas, frame.theme.px(6));
  const Texture* texture =
      frame.textures.get({face.image, 0}, frame.session.picture_source(face.image));
  if (texture == nullptr) return;
  Viewport viewport;
  viewport.set_area({at.x, at.y, size.x, size.y});
  const bool has_points = preview.before || preview.after;
  viewport.fit(has_points ? shown_part(preview)
                          : Rect{-0.5, -0.5, double(texture->width), double(texture->height)},
               frame.theme.px(kFitMargin), kFitMaxScale);
  list.PushClipRect(at, max, true);
  if (texture->handle != 0) {
    list.AddImage(draw_list_texture(*texture), vec(viewport.to_screen({-0.5, -0.5})),
                  vec(viewport.to_screen({texture->width - 0.5, texture->height - 0.5})));
  }
  draw_points(frame, list, viewport, preview);
  list.PopClipRect();
}

void draw_faces(Frame& frame, const EditPreview& preview) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5F});
  ImGui::BeginChild("faces", {frame.theme.px(kFacesWidth), 0});
  const float height = frame.theme.px(kFaceRow);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(preview.faces.size()), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const ChangedFace& face = preview.faces[static_cast<std::size_t>(i)];
      const std::string name = fitted_text(std::filesystem::path(face.path).filename().string(),
                                           ImGui::GetContentRegionAvail().x - frame.theme.px(16));
      const std::string label = "  " + name + "##" + std::to_string(i);
      const bool current = static_cast<std::size_t>(i) == preview.face;
      if (ImGui::Selectable(label.c_str(), current, 0, {0, height})) {
        frame.act(SelectEditFace{static_cast<std::size_t>(i)});
      }
      frame.record.add_item("history/face/" + std::to_string(i));
    }
  }
  ImGui::EndChild();
  ImGui::PopStyleVar(2);
}

void draw_head(Frame& frame, const EditPreview& preview) {
  const Theme& theme = frame.theme;
  const std::time_t now = std::time(nullptr);
  ImGui::PushFont(theme.title);
  ImGui::TextUnformatted(
      fitted_text(preview.edit.change.label, ImGui::GetContentRegionAvail().x).c_str());
  ImGui::PopFont();
  std::string facts = when_text(preview.edit.change.created, now);
  if (!preview.edit.change.person.empty()) facts += " by " + preview.edit.change.person;
  if (!preview.edit.undone.empty()) {
    facts += ", taken back " + when_text(preview.edit.undone, now);
  }
  if (preview.faces.size() > 1) {
    facts += ", " + count_of(static_cast<std::int64_t>(preview.faces.size()), "face");
  }
  muted_text(frame, facts);
  ImGui::Dummy({0, 0});
  action_button(frame, ActionId::kHistoryRevert, ButtonKind::kPrimary);
  ImGui::SameLine();
  action_button(frame, ActionId::kHistoryOpen);
  if (!preview.why_not_revert.empty()) {
    ImGui::SameLine(0, theme.grid(2));
    ImGui::AlignTextToFramePadding();
    const std::string shown = fitted_text(preview.why_not_revert, ImGui::GetContentRegionAvail().x);
    muted_text(frame, shown);
    frame.record.add_item("history/why_not");
    if (shown != preview.why_not_revert && ImGui::IsItemHovered()) {
      ImGui::SetTooltip("%s", preview.why_not_revert.c_str());
    }
  }
}

}  // namespace

void draw_history_preview(Frame& frame) {
  const History& history = frame.editor.history();
  if (history.page() == HistoryPage::kSnapshots) return draw_snapshot_preview(frame);
  if (!history.preview()) {
    if (history.search().empty()) {
      empty_state(frame, icons::kHistory, "Nothing was changed yet",
                  "What you correct, accept and approve is listed here and can be taken back.");
    } else {
      empty_state(frame, icons::kSearch, "No change matches the search",
                  "Change it at the left, or clear it with Backspace.");
    }
    return;
  }
  const EditPreview& preview = *history.preview();
  draw_head(frame, preview);
  if (!preview.faces.empty()) draw_previewed_faces(frame, preview);
}

void draw_previewed_faces(Frame& frame, const EditPreview& preview) {
  const ChangedFace& face = preview.faces[preview.face];
  ImGui::Dummy({0, 0});
  ImGui::TextUnformatted(summary_of(preview).c_str());
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, fitted_text(face.path, ImGui::GetContentRegionAvail().x));
  ImGui::PopFont();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const bool batch = preview.faces.size() > 1;
  draw_picture(frame, preview,
               {room.x - (batch ? frame.theme.px(kFacesWidth) + frame.theme.grid(1) : 0), room.y});
  if (!batch) return;
  ImGui::SameLine(0, frame.theme.grid(1));
  draw_faces(frame, preview);
}

}  // namespace facepoint
