#include <imgui.h>

#include <algorithm>

#include "base/text.h"
#include "ui/splits.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kRowHeight = 40;
constexpr int kTexture = 384;

using Kind = SplitEvidence::Kind;

ImVec2 plus(ImVec2 a, float x, float y) { return {a.x + x, a.y + y}; }

std::string names_of(const SplitEvidence& pair) {
  if (!pair.b.image) return pair.a.path;
  return pair.a.path + (pair.kind == Kind::kLeak ? " (" + pair.a.part + ")" : "") + "   " +
         pair.b.path + (pair.kind == Kind::kLeak ? " (" + pair.b.part + ")" : "");
}

void draw_row(Frame& frame, std::size_t index, const SplitEvidence& pair) {
  const Theme& theme = frame.theme;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string id = "splits/pair/" + std::to_string(index);
  if (ImGui::InvisibleButton(id.c_str(), {width, height})) frame.act(SelectEvidence{index});
  frame.record.add_item(id);
  const bool current = index == frame.editor.splits().evidence();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (current || ImGui::IsItemHovered()) {
    list.AddRectFilled(at, plus(at, width, height),
                       current ? theme.colors.selected : theme.colors.hover, theme.px(6));
  }
  const float pad = theme.px(8);
  const ImU32 color = pair.kind == Kind::kLeak      ? theme.colors.bad
                      : pair.kind == Kind::kLeftOut ? theme.colors.warning
                                                    : theme.colors.good;
  list.AddCircleFilled(plus(at, pad + theme.px(4), height * 0.3F), theme.px(4), color);
  const float left = pad + theme.px(16);
  const float room = width - left - pad;
  const float size = theme.small->FontSize;
  ImGui::PushFont(theme.small);
  list.AddText(plus(at, left, height * 0.3F - size / 2), theme.colors.text,
               fitted_text(pair.title, room).c_str());
  list.AddText(plus(at, left, height * 0.72F - size / 2), theme.colors.muted,
               fitted_text(names_of(pair), room).c_str());
  ImGui::PopFont();
}

// The picture as large as it fits, its name below.
void draw_side(Frame& frame, const char* name, const SplitEvidence::Side& side, bool second,
               ImVec2 room) {
  const Theme& theme = frame.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (ImGui::InvisibleButton(name, room)) frame.act(OpenEvidence{second});
  frame.record.add_item(name);
  const bool hovered = ImGui::IsItemHovered();
  const float caption = theme.small->FontSize * 2 + theme.px(10);
  const ImVec2 area{room.x, std::max(theme.px(24), room.y - caption)};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, plus(at, area.x, area.y), theme.colors.canvas, theme.px(4));
  const Texture* texture = frame.textures.get(
      {side.image, kTexture}, {frame.session.file_of(side.dataset, side.path), std::nullopt});
  if (texture != nullptr && texture->handle != 0) {
    const float scale = std::min(area.x / static_cast<float>(texture->width),
                                 area.y / static_cast<float>(texture->height));
    const ImVec2 size{scale * static_cast<float>(texture->width),
                      scale * static_cast<float>(texture->height)};
    const ImVec2 corner = plus(at, (area.x - size.x) / 2, (area.y - size.y) / 2);
    list.AddImage(draw_list_texture(*texture), corner, plus(corner, size.x, size.y));
  }
  if (hovered) {
    list.AddRect(at, plus(at, area.x, area.y), theme.colors.accent, theme.px(4), 0, theme.px(1));
    ImGui::SetTooltip("%s\nClick to see it in Edit.", side.path.c_str());
  }
  ImGui::PushFont(theme.small);
  const ImVec2 text = plus(at, 0, area.y + theme.px(4));
  list.AddText(text, theme.colors.text, fitted_text(side.path, room.x).c_str());
  list.AddText(plus(text, 0, theme.small->FontSize + theme.px(2)), theme.colors.muted,
               side.part.empty() ? "in no part" : ("in " + side.part).c_str());
  ImGui::PopFont();
}

void draw_shown(Frame& frame, const SplitEvidence& pair) {
  const Theme& theme = frame.theme;
  const float gap = theme.px(8);
  if (!pair.reason.empty()) {
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(pair.reason.c_str());
    ImGui::PopTextWrapPos();
  }
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 half{(room.x - gap) / 2, room.y};
  draw_side(frame, "splits/first", pair.a, false, half);
  if (!pair.b.image) return;
  ImGui::SameLine(0, gap);
  draw_side(frame, "splits/second", pair.b, true, half);
}

// What the list begins with.
std::string title_of(const std::vector<SplitEvidence>& evidence) {
  if (evidence.empty()) return "";
  switch (evidence.front().kind) {
    case Kind::kLeak:
      return "Shared by parts";
    case Kind::kLeftOut:
      return "Left out";
    case Kind::kLink:
      return "Kept together";
  }
  return "";
}

}  // namespace

void draw_split_pairs(Frame& frame, const SplitPicture& picture) {
  const Theme& theme = frame.theme;
  if (picture.evidence.empty()) {
    ImGui::PushTextWrapPos(0);
    muted_text(frame, "No two pictures of this plan are the same or nearly.");
    ImGui::PopTextWrapPos();
    return;
  }
  section_title(frame, title_of(picture.evidence).c_str());
  const float width = ImGui::GetContentRegionAvail().x;
  const float left = std::clamp(width * 0.42F, theme.px(260), theme.px(520));
  ImGui::BeginChild("pairs", {left, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  // The row under the cursor is scrolled to once it is another.
  const std::size_t cursor = frame.editor.splits().evidence();
  const float height = theme.px(kRowHeight);
  if (frame.state.split_pair_shown != cursor) {
    frame.state.split_pair_shown = cursor;
    const float top = height * static_cast<float>(cursor);
    const float shown = ImGui::GetScrollY();
    const float page = ImGui::GetWindowHeight();
    if (top < shown) ImGui::SetScrollY(top);
    if (top + height > shown + page) ImGui::SetScrollY(top + height - page);
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(picture.evidence.size()), height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const auto index = static_cast<std::size_t>(i);
      draw_row(frame, index, picture.evidence[index]);
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
  const SplitEvidence* shown = frame.editor.splits().shown();
  if (shown == nullptr) return;
  ImGui::SameLine(0, theme.grid(1.5F));
  ImGui::BeginChild("pair", {0, 0});
  draw_shown(frame, *shown);
  ImGui::EndChild();
}

}  // namespace facepoint
