#include "ui/schemes_page.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/scheme_drawing.h"
#include "ui/scheme_points.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kHighest = 1040;         // of the page, pixels at scale 1
constexpr float kWidestDrawing = 0.47F;  // of the width
constexpr float kCardHeight = 50;
constexpr float kWidestCard = 320;
constexpr float kNarrowestCard = 136;

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }
bool pressed(char letter) {
  return ImGui::IsKeyPressed(static_cast<int>(character_key(letter)), false);
}

void use_keys(Frame& frame) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.KeyCtrl || io.KeyAlt) return;
  const SchemesPage& page = frame.editor.schemes();
  SchemesState& state = frame.state.schemes;
  if (!frame.moves.empty()) state.by_mouse = true;
  const auto choose = [&](int steps) {
    frame.act(ChooseSchemePoint{page.point_beside(steps)});
    state.by_mouse = false;
  };
  if (pressed(ImGuiKey_DownArrow)) choose(1);
  if (pressed(ImGuiKey_UpArrow)) choose(-1);
  if (pressed(ImGuiKey_RightArrow)) frame.act(ShowScheme{page.scheme_beside(1)});
  if (pressed(ImGuiKey_LeftArrow)) frame.act(ShowScheme{page.scheme_beside(-1)});
  SchemeView view = page.view();
  if (pressed('M')) view.mirror_pairs = !view.mirror_pairs;
  if (pressed('N')) view.numbers = !view.numbers;
  if (pressed('T')) view.names = !view.names;
  if (view != page.view()) frame.act(SetSchemeView{view});
}

// At the right of the title's line.
void draw_keys(const Frame& frame) {
  ImGui::PushFont(frame.theme.small);
  const std::string text = fitted_text(
      "Keys: left, right a scheme;  up, down a point;  M mirror pairs;  N numbers;  T names;  Esc "
      "closes",
      ImGui::GetWindowContentRegionMax().x - frame.theme.px(240));
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(text.c_str()).x);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + frame.theme.px(5));
  muted_text(frame, text);
  ImGui::PopFont();
}

// "Kaggle Facial Keypoints" of "Kaggle Facial Keypoints, 15 points (...)": the card says the rest.
std::string beginning_of(const std::string& title) {
  return title.substr(0, std::min(title.size(), title.find_first_of(",:(")));
}

void draw_card(Frame& frame, const Scheme& scheme, float width) {
  const Theme& theme = frame.theme;
  const bool shown = &scheme == &frame.editor.schemes().scheme();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 max{at.x + width, at.y + theme.px(kCardHeight)};
  if (ImGui::InvisibleButton(scheme.name.c_str(), {width, theme.px(kCardHeight)})) {
    frame.act(ShowScheme{scheme.name});
  }
  frame.record.add_item("schemes/scheme/" + scheme.name);
  const bool hovered = ImGui::IsItemHovered();
  const std::string title = beginning_of(scheme.title);
  if (hovered && title != scheme.title) ImGui::SetTooltip("%s", scheme.title.c_str());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 back = shown     ? theme.colors.selected
                     : hovered ? theme.colors.hover
                               : theme.colors.raised;
  list.AddRectFilled(at, max, back, theme.px(6));
  const float pad = theme.px(12);
  const float small = theme.small->FontSize;
  const std::string points = count_of(scheme.size(), "point");
  const float points_width = theme.small->CalcTextSizeA(small, 1e6F, 0, points.c_str()).x;
  const float first = at.y + theme.px(7);
  list.AddText(theme.strong, theme.strong->FontSize, {at.x + pad, first}, theme.colors.text,
               scheme.name.c_str());
  list.AddText(theme.small, small, {max.x - pad - points_width, first + theme.px(2)},
               theme.colors.muted, points.c_str());
  ImGui::PushFont(theme.small);
  list.AddText({at.x + pad, at.y + theme.px(28)}, theme.colors.muted,
               fitted_text(title, width - 2 * pad).c_str());
  ImGui::PopFont();
}

void draw_cards(Frame& frame) {
  const std::vector<Scheme>& all = frame.editor.schemes().library().all();
  const float gap = frame.theme.grid(1);
  const auto count = static_cast<float>(all.size());
  const float room = (ImGui::GetContentRegionAvail().x + gap) / count - gap;
  const float width = std::clamp(room, frame.theme.px(kNarrowestCard), frame.theme.px(kWidestCard));
  // Many of them scroll.
  const bool fits = room >= width;
  const float bar = fits ? 0 : ImGui::GetStyle().ScrollbarSize;
  ImGui::BeginChild("cards", {0, frame.theme.px(kCardHeight) + bar}, false,
                    fits ? ImGuiWindowFlags_NoScrollbar : ImGuiWindowFlags_HorizontalScrollbar);
  for (const Scheme& scheme : all) {
    draw_card(frame, scheme, width);
    if (&scheme == &frame.editor.schemes().scheme() && !ImGui::IsItemVisible()) {
      ImGui::SetScrollHereX();
    }
    ImGui::SameLine(0, gap);
  }
  ImGui::EndChild();
}

void draw_switch(Frame& frame, const char* name, bool SchemeView::*which) {
  SchemeView view = frame.editor.schemes().view();
  if (ImGui::Checkbox(name, &(view.*which))) frame.act(SetSchemeView{view});
  frame.record.add_item(std::string("schemes/show/") + name);
  ImGui::SameLine(0, frame.theme.grid(2));
}

// What is drawn, and how.
void draw_switches(Frame& frame) {
  ImGui::PushFont(frame.theme.small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.theme.px(3), frame.theme.px(3)});
  draw_switch(frame, "Mirror pairs", &SchemeView::mirror_pairs);
  draw_switch(frame, "Numbers", &SchemeView::numbers);
  draw_switch(frame, "Names", &SchemeView::names);
  ImGui::AlignTextToFramePadding();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float r = frame.theme.px(3.2F);
  draw_midline_mark(*ImGui::GetWindowDrawList(), {at.x + 2 * r, at.y + ImGui::GetFrameHeight() / 2},
                    r, frame.theme.colors.muted);
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + frame.theme.px(16));
  muted_text(frame, "its own mirror");
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

void draw_facts(Frame& frame) {
  const SchemesPage& page = frame.editor.schemes();
  const Scheme& scheme = page.scheme();
  ImGui::PushFont(frame.theme.strong);
  ImGui::TextUnformatted(fitted_text(scheme.title, ImGui::GetContentRegionAvail().x).c_str());
  ImGui::PopFont();
  frame.record.add_item("schemes/title");
  ImGui::PushFont(frame.theme.small);
  const float left = ImGui::GetCursorPosX() + frame.theme.px(104);
  const auto line = [&](const char* name, const std::string& value) {
    muted_text(frame, name);
    ImGui::SameLine(left);
    ImGui::TextWrapped("%s", value.c_str());
    frame.record.add_item(std::string("schemes/") + name);
  };
  line("Made from", conversions_text(page.library(), scheme, false));
  line("Converts to", conversions_text(page.library(), scheme, true));
  line("Numbers", "count from 0, as in the project, in queries and in Edit");
  ImGui::PopFont();
}

// Returns the point under the pointer, -1: none.
int draw_list(Frame& frame, int pointed) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.theme.px(8), frame.theme.px(4)});
  draw_facts(frame);
  ImGui::Dummy({0, 0});
  const int under = draw_scheme_points(frame, pointed);
  ImGui::PopStyleVar();
  return under;
}

}  // namespace

void draw_schemes_page(Frame& frame) {
  SchemesState& state = frame.state.schemes;
  const Theme& theme = frame.theme;
  use_keys(frame);
  if (frame.editor.schemes().point() < 0 || ImGui::IsWindowAppearing()) state.revealed = -1;
  draw_keys(frame);
  draw_cards(frame);
  const float page = std::min(ImGui::GetIO().DisplaySize.y - theme.grid(4), theme.px(kHighest));
  const float height = page - theme.grid(3) - ImGui::GetCursorPosY();
  const float width = ImGui::GetContentRegionAvail().x;
  const float switches = theme.small->FontSize + theme.px(14);
  const float left =
      std::min(height - switches + theme.grid(4), std::floor(width * kWidestDrawing));
  const int pointed = state.by_mouse ? state.pointed : -1;
  ImGui::BeginChild("scheme", {left, height}, false, ImGuiWindowFlags_NoScrollbar);
  const int in_drawing = draw_scheme(frame, {left, height - switches}, pointed);
  draw_switches(frame);
  ImGui::EndChild();
  ImGui::SameLine(0, theme.grid(2));
  ImGui::BeginChild("list", {0, height}, false, ImGuiWindowFlags_NoScrollbar);
  const int in_list = draw_list(frame, pointed);
  ImGui::EndChild();
  state.pointed = in_drawing >= 0 ? in_drawing : in_list;
}

}  // namespace facepoint
