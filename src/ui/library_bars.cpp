#include <imgui.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/library.h"
#include "ui/query_bar.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

void draw_sort(Frame& frame) {
  const Library& library = frame.editor.library();
  ImGui::AlignTextToFramePadding();
  muted_text(frame, "Sort");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(frame.theme.px(140));
  const bool open = ImGui::BeginCombo("##sort", title_of(library.sort()));
  frame.record.add_item("library/sort");
  if (open) {
    for (int i = 0; i < kFaceSorts; ++i) {
      const auto sort = static_cast<FaceSort>(i);
      if (ImGui::Selectable(title_of(sort), sort == library.sort())) {
        frame.act(SortFaces{sort, starts_descending(sort)});
      }
      frame.record.add_item(std::string("library/sort/") + title_of(sort));
    }
    ImGui::EndCombo();
  }
}

std::string selection_text(const Library& library) {
  if (library.selected_count() == 0) return "Nothing selected: the face under the cursor counts.";
  std::string text = with_thousands(library.selected_count()) + " selected: ";
  bool first = true;
  for (const FaceStatus status : kFaceStatuses) {
    const std::size_t count = library.selected_by_status().at(static_cast<std::size_t>(status));
    if (count == 0) continue;
    if (!first) text += ", ";
    first = false;
    text += with_thousands(count) + " " + to_text(status);
  }
  return text;
}

// In the place of the buttons that led to it.
void draw_question(Frame& frame, Decision decision) {
  const Theme& theme = frame.theme;
  const float yes = theme.px(160);
  const float no = theme.px(112);
  const ImVec2 start = ImGui::GetCursorPos();
  const float left = ImGui::GetWindowContentRegionMax().x - yes - no - theme.px(8);
  ImGui::SetCursorPosX(left);
  push_primary(theme);
  const bool agreed =
      ImGui::Button((std::string(verb_of(decision)) + "   Enter").c_str(), {yes, 0});
  pop_primary();
  frame.record.add_item("library/yes");
  if (agreed) frame.act(ActionId::kOpenFace);
  ImGui::SameLine();
  if (ImGui::Button("Cancel   Esc", {no, 0})) frame.act(ActionId::kCancel);
  frame.record.add_item("library/no");
  ImGui::SetCursorPos(start);
  ImGui::AlignTextToFramePadding();
  const std::string text = preview(decision, frame.editor.library().chosen());
  ImGui::TextUnformatted(fitted_text(text, left - start.x - theme.grid(2)).c_str());
  frame.record.add_item("library/question");
}

}  // namespace

void draw_library_bar(Frame& frame) {
  const Library& library = frame.editor.library();
  const Theme& theme = frame.theme;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {theme.px(8), theme.px(8)});
  draw_query_bar(frame, std::min(theme.px(400), ImGui::GetContentRegionAvail().x * 0.34F));
  ImGui::SameLine(0, theme.grid(2));
  ImGui::AlignTextToFramePadding();
  std::string count = count_of(static_cast<std::int64_t>(library.size()), "face");
  if (library.measuring()) {
    count += ", " + std::to_string(static_cast<int>(library.share_measured() * 100)) + " % read";
  }
  muted_text(frame, count);
  const float icon = theme.px(32) + theme.px(8);
  const float sort = theme.px(140) + theme.px(8) + ImGui::CalcTextSize("Sort").x + theme.px(8);
  const float size = theme.px(96) + theme.px(8);
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - sort - icon * 4 - size - theme.grid(2));
  draw_sort(frame);
  ImGui::SameLine();
  action_button(frame, ActionId::kReverseSort, ButtonKind::kIcon);
  ImGui::SameLine(0, theme.grid(2));
  toggle_button(frame, ActionId::kToggleTilePoints, library.points_shown());
  ImGui::SameLine();
  action_button(frame, ActionId::kSmallerTiles, ButtonKind::kIcon);
  ImGui::SameLine();
  ImGui::SetNextItemWidth(theme.px(96));
  int side = library.tile();
  if (ImGui::SliderInt("##size", &side, Library::kSmallestTile, Library::kLargestTile, "",
                       ImGuiSliderFlags_NoInput)) {
    frame.act(SetTileSize{side});
  }
  frame.record.add_item("library/size");
  ImGui::SameLine();
  action_button(frame, ActionId::kLargerTiles, ButtonKind::kIcon);
  ImGui::PopStyleVar();
}

void draw_library_decisions(Frame& frame) {
  const Library& library = frame.editor.library();
  if (library.size() == 0) return;
  struct Button {
    ActionId id;
    Decision decision;
  };
  constexpr std::array<Button, 4> kButtons{{{ActionId::kApproveChosen, Decision::kApprove},
                                            {ActionId::kAcceptChosen, Decision::kAccept},
                                            {ActionId::kRejectChosen, Decision::kReject},
                                            {ActionId::kRenumberChosen, Decision::kRenumber}}};
  if (frame.editor.asked()) return draw_question(frame, *frame.editor.asked());
  constexpr std::array kIcons{ActionId::kTagFaces, ActionId::kAssignFaces, ActionId::kExportChosen};
  std::string text = selection_text(library);
  const ImVec2 start = ImGui::GetCursorPos();
  float width = kIcons.size() * (frame.theme.px(32) + ImGui::GetStyle().ItemSpacing.x);
  for (const Button& button : kButtons) {
    const std::string icon = frame.theme.has_icons ? std::string(icons::of(button.id)) + "  " : "";
    width += ImGui::CalcTextSize((icon + info_of(button.id).title).c_str()).x +
             2 * ImGui::GetStyle().FramePadding.x + ImGui::GetStyle().ItemSpacing.x;
  }
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - width);
  const float room = ImGui::GetCursorPosX() - start.x - frame.theme.grid(2);
  for (const Button& button : kButtons) {
    action_button(
        frame, button.id,
        button.decision == Decision::kApprove ? ButtonKind::kPrimary : ButtonKind::kPlain);
    // Said before it is done.
    if (ImGui::IsItemHovered()) text = preview(button.decision, library.chosen());
    ImGui::SameLine();
  }
  for (const ActionId id : kIcons) {
    action_button(frame, id, ButtonKind::kIcon);
    ImGui::SameLine();
  }
  ImGui::SetCursorPos(start);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(fitted_text(text, room).c_str());
  frame.record.add_item("library/selection");
}

}  // namespace facepoint
