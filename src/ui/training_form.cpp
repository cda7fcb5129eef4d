#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/training.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kFieldNames = 112;
constexpr float kFormWidth = 448;
constexpr float kGap = 24;

void field(Frame& frame, const char* name) {
  ImGui::AlignTextToFramePadding();
  muted_text(frame, name);
  ImGui::SameLine(frame.theme.px(kFieldNames));
  ImGui::SetNextItemWidth(-1);
}

void choose_plan(Frame& frame, TrainForm& form) {
  const Training& training = frame.editor.training();
  field(frame, "Split plan");
  if (training.plans().empty()) {
    action_button(frame, ActionId::kTrainPlan, ButtonKind::kPrimary);
    return;
  }
  const float button = frame.theme.px(40);
  ImGui::SetNextItemWidth(-button - frame.theme.px(8));
  if (ImGui::BeginCombo("##plan", form.plan.c_str())) {
    for (auto plan = training.plans().rbegin(); plan != training.plans().rend(); ++plan) {
      if (ImGui::Selectable(plan->c_str(), *plan == form.plan)) form.plan = *plan;
    }
    ImGui::EndCombo();
  }
  frame.record.add_item("train/plan");
  ImGui::SameLine(0, frame.theme.px(8));
  action_button(frame, ActionId::kTrainPlan, ButtonKind::kIcon, button);
}

void choose_start(Frame& frame, TrainForm& form) {
  constexpr std::array kTitles{"As recommended", "The shipped model", "Scratch", "A model file"};
  field(frame, "Start from");
  int choice = static_cast<int>(form.from);
  if (ImGui::Combo("##from", &choice, kTitles.data(), static_cast<int>(kTitles.size()))) {
    form.from = static_cast<TrainFrom>(choice);
  }
  frame.record.add_item("train/from");
  if (form.from != TrainFrom::kFile) return;
  field(frame, "");
  ImGui::InputTextWithHint("##file", "Path of a .fpm file", &form.file);
  frame.record.add_item("train/file");
}

void choose_epochs(Frame& frame, TrainForm& form) {
  const auto& outlook = frame.editor.training().outlook();
  const bool known = outlook && outlook->preview && form.epochs == 0;
  const std::string hint = known
                               ? std::to_string(outlook->preview->start.epochs) + ", as recommended"
                               : "as recommended";
  std::string text = form.epochs > 0 ? std::to_string(form.epochs) : "";
  field(frame, "Epochs");
  if (ImGui::InputTextWithHint("##epochs", hint.c_str(), &text, ImGuiInputTextFlags_CharsDecimal)) {
    form.epochs = std::clamp(std::atoi(text.c_str()), 0, 9999);
  }
  frame.record.add_item("train/epochs");
}

void choose_name(Frame& frame, TrainForm& form) {
  field(frame, "Name");
  ImGui::InputTextWithHint("##name", "model-1", &form.name);
  frame.record.add_item("train/name");
}

void outlook_fact(Frame& frame, const char* name, const std::string& value) {
  muted_text(frame, name);
  ImGui::SameLine(frame.theme.px(kFieldNames));
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(value.c_str());
  ImGui::PopTextWrapPos();
}

std::string start_text(const TrainStart& start, const TrainForm& form) {
  std::string text = start.from.empty() ? "scratch" : start.from.stem().string();
  if (text == "weights") text = start.from.parent_path().filename().string();
  if (form.from != TrainFrom::kRecommended) return text;
  return text + (start.from.empty() ? ": there are enough faces"
                                    : ", since there are fewer than " +
                                          std::to_string(kFacesFromScratch) + " faces");
}

void draw_preview(Frame& frame, const TrainPreview& preview) {
  const Training& training = frame.editor.training();
  const TrainStart& start = preview.start;
  outlook_fact(frame, "Trains on", count_of(start.train_faces, "face"));
  outlook_fact(frame, "Validates on",
               count_of(start.validation_faces, "face") +
                   (preview.leaks() ? "" : " of other people, after each epoch"));
  outlook_fact(frame, "Starts from", start_text(start, training.form()));
  std::string epochs = "at most " + std::to_string(start.epochs);
  if (start.patience > 0 && start.patience < start.epochs) {
    epochs += "; ends after " + std::to_string(start.patience) + " that are not better";
  }
  outlook_fact(frame, "Epochs", epochs);
  const auto expected = training.expected_seconds();
  outlook_fact(frame, "Takes",
               expected ? "about " + duration_text(*expected) + ", as the last training went"
                        : "known once the first epoch is done");
  outlook_fact(
      frame, "Written to",
      training.options().out.filename().string() + " and its checkpoint, beside the project");
}

void draw_problem(Frame& frame, const TrainOutlook& outlook, TrainForm& form) {
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.warning);
  if (frame.theme.has_icons) {
    ImGui::TextUnformatted(icons::kWarning);
    ImGui::SameLine();
  }
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(outlook.problem.c_str());
  ImGui::PopStyleColor();
  frame.record.add_item("train/problem");
  if (!outlook.remedy.empty()) muted_text(frame, outlook.remedy);
  ImGui::PopTextWrapPos();
  if (outlook.plan_helps && !frame.editor.training().plans().empty()) {
    action_button(frame, ActionId::kTrainPlan);
  }
  if (outlook.may_ignore || form.allow_leaks) {
    ImGui::Checkbox("Train nonetheless", &form.allow_leaks);
    frame.record.add_item("train/allow_leaks");
  }
}

void draw_outlook(Frame& frame, TrainForm& form) {
  const auto& outlook = frame.editor.training().outlook();
  ImGui::PushFont(frame.theme.strong);
  ImGui::TextUnformatted(outlook && !outlook->problem.empty() ? "It can't start like this"
                                                              : "What will happen");
  ImGui::PopFont();
  ImGui::Dummy({0, 0});
  if (!outlook) return muted_text(frame, "Looking at the labels …");
  if (!outlook->problem.empty()) draw_problem(frame, *outlook, form);
  if (outlook->preview) draw_preview(frame, *outlook->preview);
}

void draw_fields(Frame& frame, TrainForm& form) {
  choose_plan(frame, form);
  choose_start(frame, form);
  choose_epochs(frame, form);
  choose_name(frame, form);
  ImGui::Dummy({0, frame.theme.grid(1)});
  ImGui::SetCursorPosX(frame.theme.px(kFieldNames));
  action_button(frame, ActionId::kTrainStart, ButtonKind::kPrimary);
  if (!frame.editor.jobs().running()) return;
  ImGui::SameLine(0, frame.theme.grid(1));
  ImGui::AlignTextToFramePadding();
  muted_text(frame, frame.editor.jobs().title() + " is running");
}

}  // namespace

void draw_training_form(Frame& frame) {
  const Theme& theme = frame.theme;
  ImGui::PushFont(theme.title);
  ImGui::TextUnformatted("New training");
  ImGui::PopFont();
  ImGui::PushTextWrapPos(0);
  muted_text(frame,
             "A network learns the labels of some people and is tried on others. You can go on "
             "working meanwhile, stop it at any time and go on later.");
  ImGui::PopTextWrapPos();
  ImGui::Dummy({0, theme.grid(1)});
  TrainForm form = frame.editor.training().form();
  const float room = ImGui::GetContentRegionAvail().x;
  const float left = std::min(theme.px(kFormWidth), (room - theme.px(kGap)) / 2);
  ImGui::BeginChild("fields", {left, 0});
  draw_fields(frame, form);
  ImGui::EndChild();
  ImGui::SameLine(0, theme.px(kGap));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, frame.theme.colors.raised);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {theme.grid(2), theme.grid(2)});
  ImGui::BeginChild(
      "outlook",
      {std::min(room - left - theme.px(kGap), theme.px(560)), frame.state.outlook_height}, false,
      ImGuiWindowFlags_AlwaysUseWindowPadding);
  draw_outlook(frame, form);
  frame.state.outlook_height = ImGui::GetCursorPosY() + theme.grid(1);  // with the next frame
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
  if (form != frame.editor.training().form()) frame.act(FillTrainForm{form});
}

}  // namespace facepoint
