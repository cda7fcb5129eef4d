#include <imgui.h>
#include <imgui_stdlib.h>

#include <array>
#include <cstdio>
#include <ctime>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/training.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kRowHeight = 52;

// A row of the list: a name with a value at its right, and a muted line below.
struct ListRow {
  std::string name;
  std::string value;
  std::string below;
  ImU32 dot = 0;     // before the line below; 0: none
  float indent = 0;  // room for what stands before the name
  bool current = false;
};

// True when it was clicked. Recorded by the caller.
bool draw_row(Frame& frame, const ListRow& row) {
  const Theme& theme = frame.theme;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 max{at.x + width, at.y + height};
  const bool clicked = ImGui::InvisibleButton("row", {width, height});
  ImGui::SetItemAllowOverlap();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (row.current || ImGui::IsItemHovered()) {
    list.AddRectFilled(
        at, max, row.current ? frame.theme.colors.selected : frame.theme.colors.hover, theme.px(6));
  }
  const float pad = theme.px(12);
  const float left = at.x + pad + row.indent;
  const float first = at.y + height / 2 - ImGui::GetTextLineHeight() - theme.px(1);
  const float second = at.y + height / 2 + theme.px(4);
  const float value = row.value.empty() ? 0 : ImGui::CalcTextSize(row.value.c_str()).x;
  const float room = max.x - pad - left - value - theme.px(8);
  list.AddText({left, first}, frame.theme.colors.text, fitted_text(row.name, room).c_str());
  list.AddText({max.x - pad - value, first}, frame.theme.colors.text, row.value.c_str());
  float below = left;
  if (row.dot != 0) {
    list.AddCircleFilled({left + theme.px(4), second + theme.small->FontSize / 2}, theme.px(4),
                         row.dot);
    below += theme.px(14);
  }
  ImGui::PushFont(theme.small);
  list.AddText({below, second}, frame.theme.colors.muted,
               fitted_text(row.below, max.x - pad - below).c_str());
  ImGui::PopFont();
  return clicked;
}

void draw_run(Frame& frame, const ListedRun& run, bool current, std::time_t now) {
  ListRow row;
  row.name = run.name;
  const RunEpoch* best = run.best();
  if (best != nullptr && best->validation_nme) row.value = nme_text(*best->validation_nme);
  row.dot = color_of(frame.theme, run.state);
  row.below = std::string(to_text(run.state)) + ", " + when_text(run.started, now);
  if (run.train_faces > 0) row.below += ", " + count_of(run.train_faces, "face");
  if (!run.snapshot.empty()) row.below += " of " + run.snapshot;
  row.current = current;
  const std::string id = std::to_string(run.id.value);
  ImGui::PushID(id.c_str());
  if (draw_row(frame, row)) frame.act(SelectRun{run.id});
  ImGui::PopID();
  frame.record.add_item("train/run/" + id);
  if (ImGui::IsItemHovered() && frame.editor.training().is_default(run.out)) {
    ImGui::SetTooltip("Proposals are made by this model.");
  }
}

void draw_runs(Frame& frame) {
  const Training& training = frame.editor.training();
  action_button(frame, ActionId::kTrainNew,
                training.page() == TrainPage::kNew ? ButtonKind::kPlain : ButtonKind::kPrimary, -1);
  ImGui::Dummy({0, 0});
  ImGui::BeginChild("runs", {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  if (training.runs().empty() && !training.starting()) {
    ImGui::PushTextWrapPos(0);
    muted_text(frame, "Trainings of this project are listed here, also those by the command line.");
    ImGui::PopTextWrapPos();
  }
  if (training.starting())
    draw_row(frame, {training.started().stem().string(), "", "starting …",
                     color_of(frame.theme, RunState::kRunning), 0, true});
  const std::time_t now = std::time(nullptr);
  const bool shown = training.page() == TrainPage::kRun && !training.starting();
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(training.runs().size()), frame.theme.px(kRowHeight));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const ListedRun& run = training.runs()[static_cast<std::size_t>(i)];
      draw_run(frame, run, shown && &run == training.run(), now);
    }
  }
  ImGui::PopStyleVar();
  ImGui::EndChild();
}

void draw_model(Frame& frame, std::size_t index, const ComparedModel& model) {
  const Theme& theme = frame.theme;
  const std::string name = "train/model/" + std::to_string(index);
  ListRow row;
  row.name = model.model.name;
  row.current = index == frame.editor.training().model();
  row.indent = theme.px(32);
  row.value = model.model.is_default ? "in use" : "";
  row.below = !model.model.problem.empty() ? model.model.problem
              : model.model.shipped        ? "came with facepoint"
                                           : model.model.file.filename().string();
  if (model.model.summary && model.model.summary->validation_nme && model.model.problem.empty()) {
    row.below += ", " + nme_text(*model.model.summary->validation_nme) + " in validation";
  }
  ImGui::PushID(static_cast<int>(index));
  const ImVec2 at = ImGui::GetCursorPos();
  if (draw_row(frame, row)) frame.act(SelectModel{index});
  frame.record.add_item(name);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", model.model.file.string().c_str());
  const ImVec2 after = ImGui::GetCursorPos();
  const float box = theme.px(20);
  ImGui::SetCursorPos({at.x + theme.px(12), at.y + (theme.px(kRowHeight) - box) / 2});
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {theme.px(2), theme.px(2)});
  bool chosen = model.chosen;
  ImGui::BeginDisabled(!model.model.problem.empty());
  if (ImGui::Checkbox("##chosen", &chosen)) frame.act(ChooseModel{model.model.file, chosen});
  ImGui::EndDisabled();
  frame.record.add_item(name + "/chosen");
  ImGui::PopStyleVar();
  ImGui::SetCursorPos(after);
  ImGui::PopID();
}

void draw_models(Frame& frame) {
  const std::vector<ComparedModel> models = frame.editor.training().models();
  const float below = ImGui::GetFrameHeightWithSpacing() + frame.theme.grid(1);
  ImGui::BeginChild("models", {0, -below});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  for (std::size_t i = 0; i < models.size(); ++i) draw_model(frame, i, models[i]);
  ImGui::PopStyleVar();
  ImGui::EndChild();
  ImGui::SetNextItemWidth(-1);
  std::string& path = frame.state.model_path;
  const bool entered = ImGui::InputTextWithHint("##file", "Add a model file: path, Enter", &path,
                                                ImGuiInputTextFlags_EnterReturnsTrue);
  frame.record.add_item("train/model_file");
  if (entered && !path.empty()) {
    frame.act(AddModelFile{path});
    path.clear();
  }
}

// Which of the two lists is shown.
void draw_tabs(Frame& frame) {
  const Theme& theme = frame.theme;
  const bool models = frame.editor.training().page() == TrainPage::kModels;
  const float width = (ImGui::GetContentRegionAvail().x - theme.px(4)) / 2;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {theme.px(4), theme.px(8)});
  const auto tab = [&](ActionId id, bool on, const char* label) {
    if (on) ImGui::PushStyleColor(ImGuiCol_Button, frame.theme.colors.selected);
    action_button(frame, id, ButtonKind::kPlain, width, label);
    if (on) ImGui::PopStyleColor();
  };
  tab(ActionId::kTrainRuns, !models, "Trainings");
  ImGui::SameLine();
  tab(ActionId::kTrainModels, models, "Models");
  ImGui::PopStyleVar();
}

}  // namespace

std::string nme_text(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f %%", share * 100);
  return text.data();
}

ImU32 color_of(const Theme& theme, RunState state) {
  switch (state) {
    case RunState::kRunning:
      return theme.colors.accent;
    case RunState::kStopped:
      return theme.colors.warning;
    case RunState::kFinished:
      return theme.colors.good;
    case RunState::kFailed:
      return theme.colors.bad;
  }
  return theme.colors.muted;
}

void draw_training_list(Frame& frame) {
  draw_tabs(frame);
  if (frame.editor.training().page() == TrainPage::kModels) {
    draw_models(frame);
  } else {
    draw_runs(frame);
  }
}

void draw_training(Frame& frame) {
  switch (frame.editor.training().page()) {
    case TrainPage::kNew:
      return draw_training_form(frame);
    case TrainPage::kRun:
      return draw_training_run(frame);
    case TrainPage::kModels:
      return draw_model_comparison(frame);
  }
}

}  // namespace facepoint
