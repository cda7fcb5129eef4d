#include "ui/image_list.h"

#include <imgui.h>

#include <cmath>
#include <filesystem>
#include <vector>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/query_bar.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kRowHeight = 64;
constexpr float kThumbnail = 48;

void list_chip(Frame& frame, ImU32 color, std::int64_t count, const std::string& word,
               const std::string& query, bool& first) {
  const bool only_these = frame.session.filter_text() == query;
  const std::string help = only_these ? "List all pictures again" : "List only these: " + query;
  const bool clicked = count_chip(frame, color, count, word, help, first, only_these);
  if (clicked) frame.act(SetFilter{only_these ? "" : query});
}

void draw_filter_error(const Frame& frame) {
  if (frame.session.filter_error().empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.bad);
  ImGui::PushFont(frame.theme.small);
  ImGui::TextWrapped("%s", frame.session.filter_error().c_str());
  ImGui::PopFont();
  ImGui::PopStyleColor();
}

void draw_counts(Frame& frame) {
  const Session& session = frame.session;
  const ListCounts& counts = session.counts();
  const auto listed = static_cast<std::int64_t>(session.list().size());
  ImGui::PushFont(frame.theme.small);
  muted_text(frame,
             listed == session.total_images()
                 ? count_of(listed, "picture")
                 : with_thousands(listed) + " of " + count_of(session.total_images(), "picture"));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.theme.px(4), frame.theme.px(4)});
  bool first = true;
  for (std::size_t i = 0; i < counts.by_status.size(); ++i) {
    const auto status = static_cast<FaceStatus>(i);
    list_chip(frame, frame.theme.colors.of(status), counts.by_status.at(i), to_text(status),
              "status:" + to_text(status), first);
  }
  list_chip(frame, frame.theme.colors.muted, counts.without_face, "without a face", "-has:face",
            first);
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

void draw_thumbnail(Frame& frame, const ImageSummary& item, ImVec2 at, float side) {
  const int pixels = static_cast<int>(std::ceil(side));
  const PictureSource& source = frame.session.picture_source(item.image);
  const Texture* texture =
      item.readable ? frame.textures.get({item.image, pixels}, source) : nullptr;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 max{at.x + side, at.y + side};
  if (texture != nullptr && texture->handle != 0) {
    list.AddImageRounded(draw_list_texture(*texture), at, max, {0, 0}, {1, 1}, IM_COL32_WHITE,
                         frame.theme.px(4));
    return;
  }
  list.AddRectFilled(at, max, frame.theme.colors.raised, frame.theme.px(4));
  const bool broken = !item.readable || (texture != nullptr && !texture->error.empty());
  if (broken && frame.theme.has_icons) {
    const ImVec2 size = ImGui::CalcTextSize(icons::kWarning);
    list.AddText({at.x + (side - size.x) / 2, at.y + (side - size.y) / 2}, frame.theme.colors.bad,
                 icons::kWarning);
  }
}

void draw_row(Frame& frame, std::size_t position) {
  const Session& session = frame.session;
  const Theme& theme = frame.theme;
  const ImageSummary& item = session.list()[position];
  const bool current = session.current() && session.current()->image.id == item.image;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(static_cast<int>(position));
  const bool clicked = ImGui::InvisibleButton("row", {width, height});
  ImGui::PopID();
  frame.record.add_item("list/item/" + std::to_string(position));
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 max{at.x + width, at.y + height};
  if (current || hovered) {
    list.AddRectFilled(at, max, current ? frame.theme.colors.selected : frame.theme.colors.hover,
                       theme.px(6));
  }
  const float pad = theme.px(8);
  const float side = theme.px(kThumbnail);
  draw_thumbnail(frame, item, {at.x + pad, at.y + pad}, side);

  const float text_left = at.x + pad + side + theme.px(12);
  const float room = max.x - pad - text_left;
  const std::string name = fitted_text(std::filesystem::path(item.path).filename().string(), room);
  const float line = ImGui::GetTextLineHeight();
  list.AddText({text_left, at.y + height / 2 - line - theme.px(1)}, frame.theme.colors.text,
               name.c_str());
  const float small_line = theme.small->FontSize;
  const float second = at.y + height / 2 + theme.px(5);
  const float dot = theme.px(4);
  std::string word = "no face";
  std::vector<ImU32> colors;
  if (!item.readable) {
    word = "unreadable";
    colors.push_back(theme.colors.bad);
  } else if (item.first_face) {
    word = item.faces > 1 ? std::to_string(item.faces) + " faces, " : "";
    for (const FaceStatus status : kFaceStatuses) {
      if ((item.statuses & status_bit(status)) == 0) continue;
      if (!colors.empty()) word += " and ";
      word += to_text(status);
      colors.push_back(theme.colors.of(status));
    }
    const bool is_said = (item.statuses & status_bit(FaceStatus::kProposed)) != 0;
    if (item.has_open_proposal && !is_said) word += " + proposal";
  }
  if (colors.empty()) colors.push_back(theme.colors.grip);
  const std::string folder = std::filesystem::path(item.path).parent_path().string();
  if (!folder.empty()) word += "  " + folder;  // the same names occur in several
  ImGui::PushFont(theme.small);
  // A dot a status, each half over the one before.
  const float dots = dot * static_cast<float>(colors.size() + 1) + theme.px(6);
  word = fitted_text(word, room - dots);
  ImGui::PopFont();
  for (std::size_t i = colors.size(); i-- > 0;) {
    list.AddCircleFilled({text_left + dot * static_cast<float>(i + 1), second + small_line / 2},
                         dot, colors[i]);
  }
  list.AddText(theme.small, small_line, {text_left + dots, second}, frame.theme.colors.muted,
               word.c_str());
  if (hovered && wants_tooltip(frame)) ImGui::SetTooltip("%s", item.path.c_str());
  if (clicked) frame.act(ShowImage{item.image});
}

// Brings the current picture's row into view when it has changed.
void follow_current(Frame& frame, float row_height) {
  const Session& session = frame.session;
  if (!session.current() || frame.state.listed == session.current()->image.id) return;
  frame.state.listed = session.current()->image.id;
  const auto at = session.index_of(frame.state.listed);
  if (!at) return;
  const float top = static_cast<float>(*at) * row_height;
  const float view = ImGui::GetWindowHeight();
  if (top < ImGui::GetScrollY()) {
    ImGui::SetScrollY(top - row_height);
  } else if (top + row_height > ImGui::GetScrollY() + view) {
    ImGui::SetScrollY(top + 2 * row_height - view);
  }
}

}  // namespace

void draw_image_list(Frame& frame) {
  draw_query_bar(frame);
  draw_filter_error(frame);
  draw_counts(frame);
  ImGui::Dummy({0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("list", {0, 0});
  const float row_height = frame.theme.px(kRowHeight);
  follow_current(frame, row_height);
  if (frame.session.list().empty() && frame.session.total_images() > 0) {
    ImGui::PushTextWrapPos(0);
    muted_text(frame, "No picture matches the filter. " +
                          frame.editor.keys().text(ActionId::kClearFilter) +
                          " lists every picture again.");
    ImGui::PopTextWrapPos();
    frame.record.add_item("list/none");
  }
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(frame.session.list().size()), row_height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      draw_row(frame, static_cast<std::size_t>(i));
    }
  }
  const ImVec2 at = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  frame.record.add("list", {at.x, at.y, size.x, size.y});
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace facepoint
