#include <imgui.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/plot.h"
#include "ui/training.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

// A chosen model that was measured, in the colour it has in every figure.
struct Shown {
  std::string name;
  const ModelScore* score;
  ImU32 color;
  // Of a model that found no face there is nothing to say but that.
  bool found_any() const { return score->all.missed < score->all.faces; }
};

template <class Figure>
double least_of(const std::vector<Shown>& shown, const Figure& figure) {
  double least = std::numeric_limits<double>::infinity();
  for (const Shown& model : shown) {
    if (model.found_any()) least = std::min(least, figure(model.score->all));
  }
  return least;
}

std::string percent(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
  return text.data();
}

std::vector<Shown> shown_models(const Theme& theme, const std::vector<ComparedModel>& models) {
  std::vector<Shown> shown;
  for (const ComparedModel& model : models) {
    if (!model.chosen || model.score == nullptr) continue;
    shown.push_back({model.model.name, model.score, series_color(theme, shown.size())});
  }
  return shown;
}

void choose(Frame& frame, const char* name, float width, const std::string& shown,
            const std::vector<std::string>& choices, const auto& choose_one) {
  ImGui::SetNextItemWidth(width);
  if (ImGui::BeginCombo((std::string("##") + name).c_str(), shown.c_str())) {
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (ImGui::Selectable(choices[i].c_str(), choices[i] == shown)) choose_one(i);
    }
    ImGui::EndCombo();
  }
  frame.record.add_item(std::string("train/compare/") + name);
}

void draw_choices(Frame& frame) {
  const Training& training = frame.editor.training();
  const Theme& theme = frame.theme;
  Comparison comparison = training.comparison();
  ImGui::AlignTextToFramePadding();
  muted_text(frame, "Plan");
  ImGui::SameLine();
  choose(frame, "plan", theme.px(128), comparison.plan, training.plans(),
         [&](std::size_t i) { comparison.plan = training.plans()[i]; });
  ImGui::SameLine(0, theme.grid(2));
  muted_text(frame, "Part");
  ImGui::SameLine();
  const std::vector<std::string> parts{"test", "val", "train"};
  choose(frame, "part", theme.px(80), comparison.part, parts,
         [&](std::size_t i) { comparison.part = parts[i]; });
  ImGui::SameLine(0, theme.grid(2));
  muted_text(frame, "Faces");
  ImGui::SameLine();
  const std::vector<std::string> boxes{"found in the picture", "boxes of the labels"};
  choose(frame, "boxes", theme.px(184), boxes[comparison.whole_picture ? 0 : 1], boxes,
         [&](std::size_t i) { comparison.whole_picture = i == 0; });
  if (comparison != training.comparison()) frame.act(ChooseComparison{comparison});
}

void draw_bar(Frame& frame) {
  const Training& training = frame.editor.training();
  const Theme& theme = frame.theme;
  ImGui::PushFont(theme.title);
  ImGui::TextUnformatted("Models beside each other");
  ImGui::PopFont();
  draw_choices(frame);
  const float measure = theme.px(120);
  const float use = theme.px(172);
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - measure - use - theme.px(8));
  action_button(frame, ActionId::kTrainUse, ButtonKind::kPlain, use);
  ImGui::SameLine(0, theme.px(8));
  action_button(frame, ActionId::kTrainMeasure, ButtonKind::kPrimary, measure);
  const std::size_t missing = training.unmeasured().size();
  std::string said;
  if (!training.comparison_problem().empty()) {
    said = training.comparison_problem();
  } else if (frame.editor.jobs().running() && frame.editor.jobs().title() == "Measuring") {
    said = "Measuring " + count_of(static_cast<std::int64_t>(missing), "model") + " …";
  } else if (missing > 0) {
    said = count_of(static_cast<std::int64_t>(missing), "chosen model") +
           " not measured on these faces yet: Measure, or E.";
  }
  if (said.empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.warning);
  ImGui::TextUnformatted(fitted_text(said, ImGui::GetContentRegionAvail().x).c_str());
  ImGui::PopStyleColor();
  frame.record.add_item("train/compare/said");
}

void draw_ced(Frame& frame, const std::vector<Shown>& shown, ImVec2 size) {
  std::vector<PlotCurve> curves;
  for (const Shown& model : shown) {
    PlotCurve curve{model.name, model.color, {}};
    for (const CedPoint& point : model.score->ced) {
      curve.points.push_back({point.error, point.share});
    }
    curves.push_back(std::move(curve));
  }
  PlotLook look;
  look.title = "Share of faces up to an NME (CED)";
  look.x_name = "NME";
  look.x_percent = true;
  look.y_percent = true;
  look.from_zero = true;
  look.y_max = 1;
  draw_plot(frame, "ced", size, look, curves);
}

void draw_region(Frame& frame, ImDrawList& list, const std::vector<Shown>& shown,
                 std::size_t region, ImVec2 at, float width, double most) {
  const Theme& theme = frame.theme;
  ImFont* font = theme.small;
  const std::string name = spoken(shown.front().score->regions[region]);
  const float names = theme.px(92);
  const float values = theme.px(56);
  const float bar = theme.px(shown.size() > 3 ? 5 : 8);
  const float gap = theme.px(2);
  const float height = static_cast<float>(shown.size()) * (bar + gap) - gap;
  list.AddText(font, font->FontSize, {at.x, at.y + (height - font->FontSize) / 2},
               frame.theme.colors.muted, name.c_str());
  const double best =
      least_of(shown, [&](const EvaluationSummary& all) { return all.mean_by_region[region]; });
  float y = at.y;
  for (const Shown& model : shown) {
    if (!model.found_any()) continue;
    const double value = model.score->all.mean_by_region[region];
    const float room = width - names - values;
    const float length = std::max(theme.px(2), room * static_cast<float>(value / most));
    list.AddRectFilled({at.x + names, y}, {at.x + names + length, y + bar}, model.color,
                       theme.px(2));
    if (value == best || shown.size() <= 2) {
      list.AddText(font, font->FontSize,
                   {at.x + names + length + theme.px(6), y + (bar - font->FontSize) / 2},
                   value == best ? frame.theme.colors.text : frame.theme.colors.muted,
                   percent(value).c_str());
    }
    y += bar + gap;
  }
}

// Which region is under the pointer, with every value.
void draw_region_values(Frame& frame, const std::vector<Shown>& shown, std::size_t region) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.theme.px(12), frame.theme.px(8)});
  ImGui::BeginTooltip();
  const std::string name = spoken(shown.front().score->regions[region]);
  muted_text(frame, name);
  for (const Shown& model : shown) {
    color_dot(frame.theme, model.color);
    const std::string value =
        model.found_any() ? nme_text(model.score->all.mean_by_region[region]) : "–";
    ImGui::Text("%s  %s", model.name.c_str(), value.c_str());
  }
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

// A group of bars a region of the scheme, the shorter the better.
void draw_regions(Frame& frame, const std::vector<Shown>& shown, ImVec2 size) {
  const Theme& theme = frame.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("regions", size);
  frame.record.add_item("train/compare/regions");
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, {at.x + size.x, at.y + size.y}, frame.theme.colors.canvas, theme.px(6));
  list.AddText(theme.strong, theme.strong->FontSize, {at.x + theme.px(12), at.y + theme.px(8)},
               frame.theme.colors.text, "Mean NME by region");
  const std::size_t regions = shown.front().score->regions.size();
  double most = 1e-9;
  for (const Shown& model : shown) {
    for (const double value : model.score->all.mean_by_region) most = std::max(most, value);
  }
  const float top = theme.px(20) + theme.strong->FontSize;
  const float each =
      (size.y - top - theme.px(8)) / static_cast<float>(std::max<std::size_t>(1, regions));
  for (std::size_t i = 0; i < regions; ++i) {
    draw_region(frame, list, shown, i,
                {at.x + theme.px(12), at.y + top + static_cast<float>(i) * each},
                size.x - theme.px(24), most);
  }
  const float within = ImGui::GetIO().MousePos.y - at.y - top;
  if (!hovered || within < 0 || within >= each * static_cast<float>(regions)) return;
  draw_region_values(frame, shown, static_cast<std::size_t>(within / each));
}

void cell(const Theme& theme, const std::string& text, bool best = false) {
  ImGui::TableNextColumn();
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() +
                       std::max(0.0F, ImGui::GetContentRegionAvail().x - width));
  if (best) ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.good);
  ImGui::TextUnformatted(text.c_str());
  if (best) ImGui::PopStyleColor();
}

// The best of each column stands out.
void draw_table(Frame& frame, const std::vector<Shown>& shown) {
  const Theme& theme = frame.theme;
  constexpr std::array kTitles{"NME",      "Median", "Fail at 8 %", "Fail at 10 %",
                               "CED area", "Faces",  "Missed"};
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {theme.px(8), theme.px(4)});
  if (!ImGui::BeginTable("scores", 1 + static_cast<int>(kTitles.size()),
                         ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_ScrollY)) {
    ImGui::PopStyleVar();
    return;
  }
  ImGui::TableSetupColumn("model", ImGuiTableColumnFlags_WidthStretch, 2.4F);
  for (const char* title : kTitles) ImGui::TableSetupColumn(title);
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
  for (const char* title : kTitles) cell(theme, title);
  ImGui::PopStyleColor();
  const bool several = shown.size() > 1;
  double area = 0;
  for (const Shown& model : shown) area = std::max(area, model.score->all.ced_area_at_8);
  for (const Shown& model : shown) {
    const EvaluationSummary& all = model.score->all;
    const auto figure = [&](double EvaluationSummary::*which, bool of_found) {
      if (of_found && !model.found_any()) return cell(theme, "–");
      const double least = least_of(shown, [&](const EvaluationSummary& s) { return s.*which; });
      cell(theme, nme_text(all.*which), several && all.*which == least);
    };
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line = ImGui::GetTextLineHeight();
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + line / 2 - theme.px(2)},
                                              {at.x + theme.px(16), at.y + line / 2 + theme.px(2)},
                                              model.color, theme.px(2));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + theme.px(26));
    ImGui::TextUnformatted(fitted_text(model.name, ImGui::GetContentRegionAvail().x).c_str());
    frame.record.add_item("train/score/" + model.name);
    figure(&EvaluationSummary::mean_nme, true);
    figure(&EvaluationSummary::median_nme, true);
    figure(&EvaluationSummary::failures_at_8, false);
    figure(&EvaluationSummary::failures_at_10, false);
    cell(theme, nme_text(all.ced_area_at_8), several && all.ced_area_at_8 == area);
    cell(theme, with_thousands(all.faces));
    cell(theme, with_thousands(all.missed));
  }
  ImGui::EndTable();
  ImGui::PopStyleVar();
}

}  // namespace

void draw_model_comparison(Frame& frame) {
  const Training& training = frame.editor.training();
  const Theme& theme = frame.theme;
  if (training.plans().empty()) {
    empty_state(frame, icons::kTrain, "Models are measured on a part of a split plan",
                "P makes a plan: people that a model was trained on then never judge it.");
    return;
  }
  draw_bar(frame);
  ImGui::Dummy({0, 0});
  const std::vector<ComparedModel> models = training.models();
  const std::vector<Shown> shown = shown_models(theme, models);
  if (shown.empty()) {
    if (training.reading()) return;
    empty_state(frame, icons::kTrain, "None of the chosen models is measured yet",
                "Tick two or more at the left, then measure them with E. What was measured is "
                "kept until the labels change.");
    return;
  }
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float gap = theme.grid(1);
  const float row = ImGui::GetTextLineHeight() + theme.px(9);
  const float table = row * static_cast<float>(shown.size() + 1) + theme.px(8);
  const float height =
      std::clamp(room.y - std::min(table, room.y * 0.4F) - gap, theme.px(200), theme.px(560));
  const float left = std::floor((room.x - gap) * 0.56F);
  draw_ced(frame, shown, {left, height});
  ImGui::SameLine(0, gap);
  draw_regions(frame, shown, {room.x - left - gap, height});
  draw_table(frame, shown);
}

}  // namespace facepoint
