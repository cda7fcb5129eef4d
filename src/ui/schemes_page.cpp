#include "ui/schemes_page.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/scheme_drawing.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kHighest = 1040;  // of the page, pixels at scale 1
constexpr float kCardHeight = 50;
constexpr float kWidestCard = 240;
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
  if (hovered) ImGui::SetTooltip("%s", scheme.title.c_str());
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
               fitted_text(beginning_of(scheme.title), width - 2 * pad).c_str());
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

struct Column {
  const char* title;
  float width = 0;  // of the widest text
};

// Point, name, region, mirror and, where the scheme has them, the other schemes' points.
struct PointTable {
  Frame& frame;
  const SchemesPage& page;
  const Scheme& scheme;
  std::vector<std::string> made_from;  // one a point
  std::vector<std::string> goes_to;
  std::vector<Column> columns;

  explicit PointTable(Frame& shown)
      : frame(shown), page(shown.editor.schemes()), scheme(page.scheme()) {
    Column name{"Name"};
    Column region{"Region"};
    Column from{"Made from"};
    Column to{"Goes to"};
    for (int i = 0; i < scheme.size(); ++i) {
      made_from.push_back(text_of(page.links(i).made_from));
      goes_to.push_back(text_of(page.links(i).goes_to));
      widen(name, spoken_name(scheme, i));
      widen(from, made_from.back());
      widen(to, goes_to.back());
    }
    for (const Region& each : scheme.regions) widen(region, each.title);
    region.width += frame.theme.px(18);  // the dot
    columns = {{"", width_of("99")}, name, region, {"Mirror", width_of("Mirror")}};
    if (from.width > 0) columns.push_back(from);
    if (to.width > 0) columns.push_back(to);
  }

  static float width_of(const std::string& text) { return ImGui::CalcTextSize(text.c_str()).x; }
  static void widen(Column& column, const std::string& text) {
    if (!text.empty())
      column.width = std::max({column.width, width_of(text), width_of(column.title)});
  }

  std::string mirror_text(int i) const {
    return is_on_midline(scheme, i) ? "itself" : std::to_string(scheme.mirror[i]);
  }

  // Returns the point under the pointer, -1: none.
  int draw(float height, int pointed) {
    const auto count = static_cast<int>(columns.size());
    constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH |
                                       ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_PadOuterX;
    if (!ImGui::BeginTable("points", count, kFlags, {0, height})) return -1;
    for (int c = 0; c < count; ++c) {
      const bool stretch = c >= 4;
      ImGui::TableSetupColumn(
          columns[c].title,
          stretch ? ImGuiTableColumnFlags_WidthStretch : ImGuiTableColumnFlags_WidthFixed,
          columns[c].width);
    }
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableNextRow();
    for (const Column& column : columns) {
      ImGui::TableNextColumn();
      muted_text(frame, column.title);
    }
    int under = -1;
    for (int i = 0; i < scheme.size(); ++i) {
      if (row(i, pointed)) under = i;
    }
    ImGui::EndTable();
    return under;
  }

  // True where the pointer is on it.
  bool row(int i, int pointed) const {
    const Theme& theme = frame.theme;
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::PushID(i);
    const ImVec2 top = ImGui::GetCursorScreenPos();
    const bool clicked = ImGui::Selectable(
        "##row", i == page.point(),
        ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_DontClosePopups,
        {0, row_height(i)});
    const bool hovered = ImGui::IsItemHovered();
    frame.record.add_item("schemes/row/" + std::to_string(i));
    reveal(i);
    const int focus = pointed >= 0 ? pointed : page.point();
    const bool partner = focus >= 0 && focus != i && scheme.mirror[focus] == i;
    if (i == pointed || partner) {
      ImGui::TableSetBgColor(ImGuiTableBgTarget_RowBg0, i == pointed
                                                            ? theme.colors.hover
                                                            : with_alpha(theme.colors.accent, 28));
    }
    ImGui::PopID();
    if (clicked) frame.act(ChooseSchemePoint{i == page.point() ? -1 : i});
    ImGui::SetCursorScreenPos(top);
    cells(i);
    return hovered;
  }

  void cells(int i) const {
    const Region& region = scheme.regions[scheme.region_of(i)];
    right_aligned(std::to_string(i), columns[0].width);
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(spoken_name(scheme, i).c_str());
    ImGui::TableNextColumn();
    color_dot(frame.theme, frame.theme.colors.region(region.color));
    ImGui::TextUnformatted(region.title.c_str());
    ImGui::TableNextColumn();
    if (is_on_midline(scheme, i)) {
      muted_text(frame, mirror_text(i));
    } else {
      right_aligned(mirror_text(i), columns[0].width);
    }
    for (std::size_t c = 4; c < columns.size(); ++c) {
      ImGui::TableNextColumn();
      ImGui::TextWrapped("%s", other_schemes(c, i).c_str());
    }
  }

  const std::string& other_schemes(std::size_t column, int i) const {
    return column == 4 && columns[4].title == std::string("Made from") ? made_from[i] : goes_to[i];
  }

  static void right_aligned(const std::string& text, float width) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, width - width_of(text)));
    ImGui::TextUnformatted(text.c_str());
  }

  // Of the highest cell: long ones wrap.
  float row_height(int i) const {
    float height = ImGui::GetTextLineHeight();
    for (std::size_t c = 4; c < columns.size(); ++c) {
      const float room = column_room(c);
      const std::string& text = other_schemes(c, i);
      if (room > 0) {
        height = std::max(height, ImGui::CalcTextSize(text.c_str(), nullptr, false, room).y);
      }
    }
    return height;
  }

  // What ImGui gives a column that shares the rest of the width.
  float column_room(std::size_t c) const {
    float fixed = 0;
    float shared = 0;
    const float padding = 2 * ImGui::GetStyle().CellPadding.x;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      fixed += padding + (i < 4 ? columns[i].width : 0);
      shared += i < 4 ? 0 : columns[i].width;
    }
    const float all = ImGui::GetWindowWidth() - ImGui::GetStyle().ScrollbarSize;
    return std::floor((all - fixed) * columns[c].width / shared);
  }

  void reveal(int i) const {
    int& revealed = frame.state.schemes.revealed;
    if (i != page.point() || revealed == i) return;
    revealed = i;
    const float top = ImGui::GetItemRectMin().y;
    const float bottom = ImGui::GetItemRectMax().y;
    const float first = ImGui::GetWindowPos().y + 2 * ImGui::GetTextLineHeight();
    const float last = ImGui::GetWindowPos().y + ImGui::GetWindowHeight();
    if (top < first || bottom > last) ImGui::SetScrollHereY(0.5F);
  }
};

// In words what the point under the pointer, else the chosen one, is.
void draw_details(Frame& frame, int point) {
  const SchemesPage& page = frame.editor.schemes();
  const Scheme& scheme = page.scheme();
  const Theme& theme = frame.theme;
  if (point < 0) {
    muted_text(frame, "Point at a point or choose one to see what it is in other schemes.");
    return;
  }
  color_dot(theme, theme.colors.region(scheme.regions[scheme.region_of(point)].color));
  ImGui::PushFont(theme.strong);
  ImGui::TextUnformatted((std::to_string(point) + "  " + spoken_name(scheme, point)).c_str());
  ImGui::PopFont();
  frame.record.add_item("schemes/details");
  ImGui::PushFont(theme.small);
  const int partner = scheme.mirror[point];
  muted_text(frame, is_on_midline(scheme, point) ? "On the midline: its own mirror"
                                                 : "Mirror partner: " + std::to_string(partner) +
                                                       ", " + spoken_name(scheme, partner));
  ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.muted);
  for (const std::string& sentence : sentences_of(page.links(point))) {
    ImGui::TextWrapped("%s", sentence.c_str());
  }
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

// The same for every point of the scheme, so that nothing jumps.
float details_height(const Frame& frame) {
  const SchemesPage& page = frame.editor.schemes();
  std::size_t most = 0;
  for (int i = 0; i < page.scheme().size(); ++i) {
    most = std::max(most, sentences_of(page.links(i)).size());
  }
  const float line = frame.theme.small->FontSize + ImGui::GetStyle().ItemSpacing.y;
  return frame.theme.strong->FontSize + line * static_cast<float>(most + 1) +
         ImGui::GetStyle().ItemSpacing.y;
}

// Returns the point under the pointer, -1: none.
int draw_list(Frame& frame, int pointed) {
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.theme.px(8), frame.theme.px(4)});
  draw_facts(frame);
  ImGui::Dummy({0, 0});
  const float below = details_height(frame) + frame.theme.px(8);
  ImGui::PushFont(frame.theme.small);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {frame.theme.px(6), frame.theme.px(3)});
  const int under = PointTable(frame).draw(
      std::max(frame.theme.px(90), ImGui::GetContentRegionAvail().y - below), pointed);
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::Dummy({0, 0});
  draw_details(frame, pointed >= 0 ? pointed : frame.editor.schemes().point());
  ImGui::PopStyleVar();
  return under;
}

}  // namespace

void draw_schemes_page(Frame& frame) {
  SchemesState& state = frame.state.schemes;
  const Theme& theme = frame.theme;
  use_keys(frame);
  if (frame.editor.schemes().point() < 0) state.revealed = -1;
  draw_keys(frame);
  draw_cards(frame);
  const float page = std::min(ImGui::GetIO().DisplaySize.y - theme.grid(4), theme.px(kHighest));
  const float height = page - theme.grid(3) - ImGui::GetCursorPosY();
  const float width = ImGui::GetContentRegionAvail().x;
  const float switches = theme.small->FontSize + theme.px(14);
  const float left = std::min(height - switches + theme.grid(4), std::floor(width * 0.5F));
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
