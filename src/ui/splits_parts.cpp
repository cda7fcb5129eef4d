#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

#include "base/text.h"
#include "ui/plot.h"
#include "ui/splits.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kBar = 14;
constexpr float kRow = 22;
constexpr float kName = 76;            // room for a part's name
constexpr float kCount = 64;           // and for its number
constexpr std::size_t kMostParts = 6;  // drawn before the block scrolls

ImVec2 plus(ImVec2 a, float x, float y) { return {a.x + x, a.y + y}; }

std::string percent(double share) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
  return text.data();
}

// One bar a part, each made of pieces.
struct Block {
  std::string title;
  std::vector<std::string> words;                 // of the pieces; one or none: no legend
  std::vector<std::vector<std::int64_t>> counts;  // by part, then by word
  bool relative = true;                           // every bar is as long as the room
};

// What is not there is grey everywhere.
ImU32 color_of(const Theme& theme, const Block& block, std::size_t word) {
  const bool missing =
      word > 0 && (block.words[word] == "no face" || block.words[word] == "without label");
  return missing ? theme.colors.muted : series_color(theme, word);
}

// The words that occur, as dots and names in the title's line.
void draw_legend(Frame& frame, const Block& block, const std::vector<std::int64_t>& totals) {
  const Theme& theme = frame.theme;
  ImGui::PushFont(theme.small);
  for (std::size_t w = 0; w < block.words.size(); ++w) {
    if (totals[w] == 0) continue;
    ImGui::SameLine(0, theme.px(12));
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float size = theme.px(8);
    const float width = size + theme.px(5) + ImGui::CalcTextSize(block.words[w].c_str()).x;
    if (width > ImGui::GetContentRegionAvail().x) break;
    const float line = theme.strong->FontSize;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddCircleFilled(plus(at, size / 2, line / 2 + theme.px(1)), size / 2,
                         color_of(theme, block, w));
    list.AddText(plus(at, size + theme.px(5), line - theme.small->FontSize), theme.colors.muted,
                 block.words[w].c_str());
    ImGui::Dummy({width, line});
  }
  ImGui::PopFont();
}

void draw_bar(Frame& frame, const Block& block, std::size_t part, const std::string& name,
              double full, float width) {
  const Theme& theme = frame.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto& counts = block.counts[part];
  const std::int64_t all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  const float text = (theme.px(kRow) - theme.small->FontSize) / 2;
  list.AddText(theme.small, theme.small->FontSize, plus(at, 0, text), theme.colors.text,
               name.c_str());
  const float room = width - theme.px(kName + kCount);
  const double scale = room / std::max(1.0, block.relative ? static_cast<double>(all) : full);
  const float top = (theme.px(kRow) - theme.px(kBar)) / 2;
  const ImVec2 from = plus(at, theme.px(kName), top);
  list.AddRectFilled(from, plus(from, room, theme.px(kBar)), theme.colors.raised, theme.px(3));
  double x = 0;
  std::string hovered;
  for (std::size_t w = 0; w < counts.size(); ++w) {
    const double next = x + static_cast<double>(counts[w]) * scale;
    const ImVec2 min = plus(from, static_cast<float>(x), 0);
    const ImVec2 max = plus(from, static_cast<float>(next), theme.px(kBar));
    if (counts[w] > 0) list.AddRectFilled(min, max, color_of(theme, block, w), theme.px(2));
    if (counts[w] > 0 && ImGui::IsMouseHoveringRect(min, max)) {
      hovered = (block.words.size() > 1 ? block.words[w] + ": " : "") + with_thousands(counts[w]) +
                " of " + with_thousands(all) + " in " + name + " (" +
                percent(static_cast<double>(counts[w]) / static_cast<double>(all)) + ")";
    }
    x = next;
  }
  const std::string number = with_thousands(all);
  const float number_width =
      theme.small->CalcTextSizeA(theme.small->FontSize, 1e6F, 0, number.c_str()).x;
  list.AddText(theme.small, theme.small->FontSize, plus(at, width - number_width, text),
               theme.colors.muted, number.c_str());
  ImGui::Dummy({width, theme.px(kRow)});
  if (!hovered.empty() && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", hovered.c_str());
}

void draw_block(Frame& frame, const SplitPicture& picture, const Block& block, float width) {
  ImGui::BeginGroup();
  std::vector<std::int64_t> totals(block.words.size(), 0);
  double full = 0;
  for (const auto& counts : block.counts) {
    std::int64_t all = 0;
    for (std::size_t w = 0; w < counts.size(); ++w) {
      totals[w] += counts[w];
      all += counts[w];
    }
    full = std::max(full, static_cast<double>(all));
  }
  section_title(frame, block.title.c_str());
  if (block.words.size() > 1) draw_legend(frame, block, totals);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t part = 0; part < block.counts.size(); ++part) {
    draw_bar(frame, block, part, picture.report.parts[part].part, full, width);
  }
  ImGui::PopStyleVar();
  ImGui::EndGroup();
  frame.record.add_item("splits/trait/" + block.title);
}

std::vector<Block> blocks_of(const SplitReport& report) {
  Block images{"Pictures", {"labelled", "without label"}, {}, false};
  Block people{"People", {"people"}, {}, false};
  for (const SplitPartCounts& part : report.parts) {
    images.counts.push_back({part.labelled_images, part.images - part.labelled_images});
    people.counts.push_back({part.identities});
  }
  std::vector<Block> blocks{images, people};
  constexpr std::array<const char*, 4> kTitles{"Pose", "Size", "Status", "Source"};
  for (std::size_t t = 0; t < report.traits.size(); ++t) {
    Block block{kTitles.at(t), report.traits[t].words, {}, true};
    for (const SplitPartCounts& part : report.parts) block.counts.push_back(part.traits[t]);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

}  // namespace

void draw_split_parts(Frame& frame, const SplitPicture& picture) {
  const Theme& theme = frame.theme;
  const std::vector<Block> blocks = blocks_of(picture.report);
  const float gap = theme.grid(3);
  const float room = ImGui::GetContentRegionAvail().x;
  const int columns = room > theme.px(1100) ? 3 : 2;
  const ImGuiStyle& style = ImGui::GetStyle();
  const float width = (room - gap * static_cast<float>(columns - 1) - style.ScrollbarSize) /
                      static_cast<float>(columns);
  const auto parts = static_cast<float>(std::min(kMostParts, picture.report.parts.size()));
  const float block = theme.px(40) + parts * theme.px(kRow);
  const int rows = (static_cast<int>(blocks.size()) + columns - 1) / columns;
  const float wanted = (block + style.ItemSpacing.y) * static_cast<float>(rows);
  const float most = ImGui::GetContentRegionAvail().y * 0.58F;
  ImGui::BeginChild("parts", {0, std::min(wanted, most)});
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i % static_cast<std::size_t>(columns) != 0) ImGui::SameLine(0, gap);
    draw_block(frame, picture, blocks[i], width);
  }
  ImGui::EndChild();
}

}  // namespace facepoint
