#include "ui/scheme_points.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/scheme_drawing.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr std::size_t kRegion = 2;      // column
constexpr std::size_t kFixed = 4;       // columns as wide as their texts; the others share the rest
constexpr float kLeastForOthers = 170;  // pixels at scale 1 of these; else regions are dots only

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
  bool region_titles = true;
  std::vector<float> row_heights;
  float head_height = 0;
  float table_height = 0;

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
    if (text.empty()) return;
    column.width = std::max({column.width, width_of(text), width_of(column.title)});
  }

  std::string mirror_text(int i) const {
    return is_on_midline(scheme, i) ? "itself" : std::to_string(scheme.mirror[i]);
  }

  // Not higher than its rows. Returns the point under the pointer, -1: none.
  int draw(float height, int pointed) {
    measure(ImGui::GetContentRegionAvail().x, height);
    const auto count = static_cast<int>(columns.size());
    constexpr ImGuiTableFlags kFlags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_BordersInnerH |
                                       ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_PadOuterX;
    // Each scheme keeps how far it is scrolled.
    const std::string id = "points/" + scheme.name;
    if (!ImGui::BeginTable(id.c_str(), count, kFlags, {0, table_height})) return -1;
    for (const Column& column : columns) {
      ImGui::TableSetupColumn(column.title, ImGuiTableColumnFlags_WidthFixed, column.width);
    }
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableNextRow(0, head_height);
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
    // Whole pixels: else ImGui's rows differ by fractions with how far the table is scrolled.
    ImGui::TableNextRow(0, row_heights[i]);
    ImGui::TableNextColumn();
    ImGui::PushID(i);
    const ImVec2 top = ImGui::GetCursorScreenPos();
    const bool clicked = ImGui::Selectable(
        "##row", i == page.point(),
        ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_DontClosePopups,
        {0, row_heights[i] - 2 * ImGui::GetStyle().CellPadding.y});
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
    if (region_titles) {
      ImGui::TextUnformatted(region.title.c_str());
    } else {
      ImGui::NewLine();
    }
    ImGui::TableNextColumn();
    if (is_on_midline(scheme, i)) {
      muted_text(frame, mirror_text(i));
    } else {
      right_aligned(mirror_text(i), columns[0].width);
    }
    for (std::size_t c = kFixed; c < columns.size(); ++c) {
      ImGui::TableNextColumn();
      ImGui::TextWrapped("%s", other_schemes(c, i).c_str());
    }
  }

  const std::string& other_schemes(std::size_t column, int i) const {
    return columns[column].title == std::string_view("Made from") ? made_from[i] : goes_to[i];
  }

  static void right_aligned(const std::string& text, float width) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(0.0F, width - width_of(text)));
    ImGui::TextUnformatted(text.c_str());
  }

  // Whole heights: of each row its highest cell's, as long ones wrap; and of the table.
  void measure(float width, float highest) {
    const float padding = 2 * ImGui::GetStyle().CellPadding.y;
    const float line = ImGui::GetTextLineHeight();
    head_height = std::ceil(line + padding);
    const std::vector<Column> wanted = columns;
    // The second time with a scroll bar beside it.
    for (const float bar : {0.0F, ImGui::GetStyle().ScrollbarSize}) {
      columns = wanted;
      share_out(width - bar);
      row_heights.clear();
      for (int i = 0; i < scheme.size(); ++i) {
        float height = line;
        for (std::size_t c = kFixed; c < columns.size(); ++c) {
          const std::string& text = other_schemes(c, i);
          const float wrap = columns[c].width;
          height = std::max(height, ImGui::CalcTextSize(text.c_str(), nullptr, false, wrap).y);
        }
        row_heights.push_back(std::ceil(height + padding));
      }
      table_height =
          std::accumulate(row_heights.begin(), row_heights.end(), head_height + frame.theme.px(2));
      if (table_height <= highest) return;
    }
    // Whole rows, where none wraps.
    table_height = head_height + std::floor((highest - head_height) / head_height) * head_height;
  }

  // What the columns of other schemes get: the first what it wants, the last what is left.
  void share_out(float width) {
    const auto room = [&] {
      float left = width - 2 * ImGui::GetStyle().CellPadding.x * static_cast<float>(columns.size());
      for (std::size_t c = 0; c < kFixed; ++c) left -= columns[c].width;
      return std::floor(left);
    };
    float wanted = 0;
    for (std::size_t c = kFixed; c < columns.size(); ++c) wanted += columns[c].width;
    region_titles = room() >= std::min(wanted, frame.theme.px(kLeastForOthers));
    if (!region_titles) columns[kRegion] = {"", frame.theme.px(8)};
    float left = room();
    if (columns.size() == kFixed + 2) {
      Column& first = columns[kFixed];
      first.width =
          std::floor(std::min(first.width, std::max(left / 2, left - columns.back().width))) + 1;
      left -= first.width;
    }
    if (columns.size() > kFixed) columns.back().width = std::max(1.0F, left - 1);
  }

  void reveal(int i) const {
    int& revealed = frame.state.schemes.revealed;
    if (i != page.point() || revealed == i) return;
    revealed = i;
    const float top = ImGui::GetItemRectMin().y;
    const float bottom = ImGui::GetItemRectMax().y;
    const float first = ImGui::GetWindowPos().y + head_height;
    const float last = ImGui::GetWindowPos().y + ImGui::GetWindowHeight();
    const float overlap = ImGui::GetStyle().ItemSpacing.y;  // of a selectable and the rows around
    if (top >= first - overlap && bottom <= last + overlap) return;
    // To the middle, with a whole row at the top.
    const float wanted =
        std::accumulate(row_heights.begin(), row_heights.begin() + i, 0.0F) - (last - first) / 2;
    float start = 0;
    for (int row = 0; start < wanted; ++row) start += row_heights[row];
    ImGui::SetScrollY(start);
  }
};

// In words what the point under the pointer, else the chosen one, is.
void draw_details(Frame& frame, int point) {
  const SchemesPage& page = frame.editor.schemes();
  const Scheme& scheme = page.scheme();
  const Theme& theme = frame.theme;
  if (point < 0) {
    ImGui::PushFont(theme.small);
    muted_text(frame, "Point at a point or choose one to see what it is in other schemes.");
    ImGui::PopFont();
    return;
  }
  color_dot(theme, theme.colors.region(scheme.regions[scheme.region_of(point)].color));
  ImGui::PushFont(theme.strong);
  ImGui::TextUnformatted((std::to_string(point) + "  " + spoken_name(scheme, point)).c_str());
  ImGui::PopFont();
  frame.record.add_item("schemes/details");
  ImGui::PushFont(theme.small);
  const int partner = scheme.mirror[point];
  const std::string mirror =
      is_on_midline(scheme, point)
          ? "on the midline, its own mirror"
          : "mirror partner " + std::to_string(partner) + ", " + spoken_name(scheme, partner);
  const std::string& region = scheme.regions[scheme.region_of(point)].title;
  muted_text(frame, fitted_text(region + ";  " + mirror, ImGui::GetContentRegionAvail().x));
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

}  // namespace

int draw_scheme_points(Frame& frame, int pointed) {
  const Theme& theme = frame.theme;
  const float below = details_height(frame) + theme.px(12);
  const float room = std::max(theme.px(90), ImGui::GetContentRegionAvail().y - below);
  ImGui::PushFont(theme.small);
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {theme.px(6), theme.px(3)});
  const int under = PointTable(frame).draw(room, pointed);
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::Dummy({0, theme.px(2)});
  draw_details(frame, pointed >= 0 ? pointed : frame.editor.schemes().point());
  return under;
}

}  // namespace facepoint
