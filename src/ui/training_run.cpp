#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/plot.h"
#include "ui/training.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kTile = 132;  // a face's side at scale 1, about
constexpr int kTexture = 192;

ImVec2 plus(ImVec2 a, float x, float y) { return {a.x + x, a.y + y}; }

bool runs_here(const Frame& frame, const ListedRun& run) {
  return run.state == RunState::kRunning && frame.editor.training_here();
}

void draw_state(const Frame& frame, const ListedRun& run) {
  color_dot(frame.theme, color_of(frame.theme, run.state));
  std::string text = to_text(run.state);
  text += ", begun " + when_text(run.started, std::time(nullptr));
  if (!run.split_plan.empty()) text += ", plan " + run.split_plan;
  if (run.train_faces > 0) {
    text += ", " + count_of(run.train_faces, "face") + " and " +
            with_thousands(run.validation_faces) + " to validate";
  }
  if (!run.from.empty()) {
    text += run.from == "scratch"   ? ", from scratch"
            : run.from == "shipped" ? ", from the shipped model"
                                    : ", from " + std::filesystem::path(run.from).stem().string();
  }
  ImGui::TextUnformatted(fitted_text(text, ImGui::GetContentRegionAvail().x).c_str());
  frame.record.add_item("train/state");
}

// Which version of the labels it learned, and the way to it.
void draw_labels(Frame& frame, const ListedRun& run) {
  if (run.snapshot.empty()) return;
  ImGui::AlignTextToFramePadding();
  const float room = ImGui::GetContentRegionAvail().x - frame.theme.px(120);
  muted_text(frame, fitted_text("Trained on the labels of snapshot " + run.snapshot, room));
  frame.record.add_item("train/snapshot");
  ImGui::SameLine(0, frame.theme.grid(1));
  action_button(frame, ActionId::kTrainSnapshot, ButtonKind::kPlain, 0, "Show them");
}

void draw_head(Frame& frame, const ListedRun& run) {
  const Theme& theme = frame.theme;
  const float top = ImGui::GetCursorPosY();
  ImGui::PushFont(theme.title);
  ImGui::TextUnformatted(run.name.c_str());
  ImGui::PopFont();
  const bool used = frame.editor.training().is_default(run.out);
  if (used) {
    ImGui::SameLine(0, theme.grid(1.5F));
    muted_text(frame, "makes the proposals");
    frame.record.add_item("train/in_use");
  }
  const bool here = runs_here(frame, run);
  const float width = theme.px(112);
  const float use = theme.px(172);
  const float both = here ? width : use + (run.can_resume ? width + theme.px(8) : 0);
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - both);
  ImGui::SetCursorPosY(top);
  if (here) {
    action_button(frame, ActionId::kTrainStop, ButtonKind::kPrimary, width);
  } else {
    if (run.can_resume) {
      action_button(frame, ActionId::kTrainResume, ButtonKind::kPrimary, width);
      ImGui::SameLine(0, theme.px(8));
    }
    action_button(frame, ActionId::kTrainUse, ButtonKind::kPlain, use);
  }
  draw_state(frame, run);
  draw_labels(frame, run);
  if (run.problem.empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.bad);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(run.problem.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  frame.record.add_item("train/problem");
}

struct Figure {
  std::string value;
  std::string below;
};

std::vector<Figure> figures_of(const Frame& frame, const ListedRun& run) {
  std::vector<Figure> figures;
  const auto done = static_cast<std::int64_t>(run.history.size());
  const std::string of = run.epochs > 0 ? " / " + std::to_string(run.epochs) : "";
  const bool here = runs_here(frame, run);
  const Progress& progress = frame.editor.jobs().progress();
  figures.push_back({std::to_string(done) + of, "epochs done"});
  const RunEpoch* best = run.best();
  if (best != nullptr && best->validation_nme) {
    figures.push_back({nme_text(*best->validation_nme),
                       std::string(best->by_box ? "best validation NME by the box side, epoch "
                                                : "best validation NME, epoch ") +
                           std::to_string(best->epoch)});
  }
  if (done > 0) {
    const double each = run.seconds_per_epoch();
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f s", each);
    figures.push_back({each < 20 ? text.data() : duration_text(each), "an epoch"});
  }
  if (here) {
    const auto left = seconds_left(run, progress);
    figures.push_back({left ? duration_text(*left) : "…", "left, at most"});
  } else if (done > 0) {
    figures.push_back(
        {duration_text(run.seconds_per_epoch() * static_cast<double>(done)), "in all"});
  }
  if (done > 0) {
    double waiting = 0;
    for (const RunEpoch& epoch : run.history) waiting += epoch.waiting_share;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f %%", waiting / static_cast<double>(done) * 100);
    figures.push_back({text.data(), "of it waiting for pictures"});
  }
  return figures;
}

void draw_figures(Frame& frame, const ListedRun& run) {
  const std::vector<Figure> figures = figures_of(frame, run);
  const Theme& theme = frame.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float each = std::min(theme.px(220), width / static_cast<float>(figures.size()));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  float x = 0;
  for (const Figure& figure : figures) {
    list.AddText(theme.title, theme.title->FontSize, plus(at, x, 0), frame.theme.colors.text,
                 figure.value.c_str());
    list.AddText(theme.small, theme.small->FontSize,
                 plus(at, x, theme.title->FontSize + theme.px(4)), frame.theme.colors.muted,
                 figure.below.c_str());
    x += each;
  }
  ImGui::Dummy({width, theme.title->FontSize + theme.small->FontSize + theme.px(6)});
  frame.record.add_item("train/figures");
}

// Of the epoch that is being trained.
void draw_progress(Frame& frame) {
  const Theme& theme = frame.theme;
  const Progress& progress = frame.editor.jobs().progress();
  const double share =
      progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total)
                         : 0;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(4);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, plus(at, width, height), frame.theme.colors.raised, height / 2);
  const float done = width * static_cast<float>(share);
  if (done > height) {
    list.AddRectFilled(at, plus(at, done, height), frame.theme.colors.accent, height / 2);
  }
  ImGui::Dummy({width, height});
  frame.record.add_item("train/progress");
  ImGui::PushFont(theme.small);
  std::string text = frame.editor.jobs().cancelling()
                         ? "Stopping; the checkpoint of the last epoch is kept …"
                     : progress.stage.empty() ? "Starting …"
                                              : progress.stage;
  if (progress.total > 0 && !frame.editor.jobs().cancelling()) {
    text += ", " + with_thousands(progress.done) + " of " + with_thousands(progress.total);
  }
  muted_text(frame, text);
  ImGui::PopFont();
}

PlotLook look_of(const char* title, const ListedRun& run) {
  PlotLook look;
  look.title = title;
  look.x_name = "epoch";
  look.x_whole = true;
  look.empty = run.state == RunState::kRunning ? "The first point comes with the first epoch."
                                               : "No epoch was done.";
  return look;
}

void draw_curves(Frame& frame, const ListedRun& run, float height) {
  PlotCurve loss{"loss", series_color(frame.theme, 1), {}};
  PlotCurve nme{"NME", series_color(frame.theme, 0), {}};
  for (const RunEpoch& epoch : run.history) {
    loss.points.push_back({double(epoch.epoch), epoch.training_loss});
    if (epoch.validation_nme) nme.points.push_back({double(epoch.epoch), *epoch.validation_nme});
  }
  const float gap = frame.theme.grid(1);
  const float width = (ImGui::GetContentRegionAvail().x - gap) / 2;
  PlotLook look = look_of("Validation NME", run);
  look.y_percent = true;
  if (const RunEpoch* best = run.best()) {
    look.marked_x = best->epoch;
    if (best->validation_nme) {
      look.marked =
          "best " + nme_text(*best->validation_nme) + " at epoch " + std::to_string(best->epoch);
    }
  }
  draw_plot(frame, "nme", {width, height}, look, {&nme, 1});
  ImGui::SameLine(0, gap);
  draw_plot(frame, "loss", {width, height}, look_of("Training loss", run), {&loss, 1});
}

// Where the network says the points are, and from there to the label.
void draw_miss_points(const Theme& theme, const ShownMiss& miss, ImVec2 at, float side) {
  const Similarity tile_from_image =
      thumbnail_from_image(miss.box, std::max(1, static_cast<int>(std::lround(side))));
  const auto on_tile = [&](Point in_image) {
    const Point p = tile_from_image(in_image);
    return plus(at, static_cast<float>(p.x), static_cast<float>(p.y));
  };
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float r = theme.px(1.6F);
  for (std::size_t i = 0; i < std::min(miss.label.size(), miss.predicted.size()); ++i) {
    if (!miss.label[i].present()) continue;
    const ImVec2 label = on_tile(miss.label[i].position);
    const ImVec2 predicted = on_tile(miss.predicted[i].position);
    list.AddLine(label, predicted, with_alpha(on_picture::kSecond, 190), theme.px(1));
    list.AddCircleFilled(label, r + theme.px(0.8F), on_picture::kShadow, 8);
    list.AddCircleFilled(label, r, on_picture::kInk, 8);
    list.AddCircleFilled(predicted, r, on_picture::kSecond, 8);
  }
}

void draw_miss(Frame& frame, std::size_t index, float side) {
  const Theme& theme = frame.theme;
  const ShownMiss& miss = frame.editor.training().misses()[index];
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string name = "train/miss/" + std::to_string(index);
  if (ImGui::InvisibleButton(name.c_str(), {side, side})) frame.act(OpenMiss{index});
  frame.record.add_item(name);
  const bool hovered = ImGui::IsItemHovered();
  const Texture* texture =
      frame.textures.get({miss.image, kTexture, miss.face},
                         {frame.session.file_of(miss.dataset, miss.path), miss.box});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 max = plus(at, side, side);
  if (texture != nullptr && texture->handle != 0) {
    list.AddImageRounded(draw_list_texture(*texture), at, max, {0, 0}, {1, 1}, IM_COL32_WHITE,
                         theme.px(4));
  } else {
    list.AddRectFilled(at, max, frame.theme.colors.raised, theme.px(4));
  }
  list.PushClipRect(at, max, true);
  draw_miss_points(theme, miss, at, side);
  const std::string nme = nme_text(miss.nme);
  const float size = theme.small->FontSize;
  const float width = theme.small->CalcTextSizeA(size, 1e6F, 0, nme.c_str()).x;
  const ImVec2 corner = plus(max, -width - theme.px(10), -size - theme.px(6));
  list.AddRectFilled(corner, max, on_picture::kShadow, theme.px(4));
  list.AddText(theme.small, size, plus(corner, theme.px(5), theme.px(2)), on_picture::kInk,
               nme.c_str());
  list.PopClipRect();
  const bool cursor = index == frame.editor.training().miss();
  if (cursor || hovered) {
    list.AddRect(at, max, cursor ? frame.theme.colors.accent : frame.theme.colors.muted,
                 theme.px(4), 0, theme.px(cursor ? 2 : 1));
  }
  if (hovered) {
    ImGui::SetTooltip("%s\nClick to see it in Edit: is the network wrong, or the label?",
                      miss.path.c_str());
  }
}

void draw_misses(Frame& frame, const ListedRun& run) {
  const Theme& theme = frame.theme;
  const auto& misses = frame.editor.training().misses();
  if (misses.empty()) return;
  section_title(frame, "Missed most");
  ImGui::SameLine(0, theme.grid(1));
  ImGui::PushFont(theme.small);
  const float lower = theme.strong->FontSize - theme.small->FontSize;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + lower);
  muted_text(frame, fitted_text("validation faces at epoch " +
                                    std::to_string(run.best() ? run.best()->epoch : 0) +
                                    ": label white, network yellow",
                                ImGui::GetContentRegionAvail().x));
  ImGui::PopFont();
  const float gap = theme.px(6);
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = ImGui::GetContentRegionAvail().y;
  const int columns = std::max(1, static_cast<int>((width + gap) / (theme.px(kTile) + gap)));
  const float side = std::min(
      std::floor((width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns)),
      std::max(theme.px(72), height));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, gap});
  ImGui::BeginChild("misses", {0, 0});
  for (std::size_t i = 0; i < misses.size(); ++i) {
    const bool row_begins = i % static_cast<std::size_t>(columns) == 0;
    if (!row_begins) ImGui::SameLine();
    draw_miss(frame, i, side);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace

void draw_training_run(Frame& frame) {
  const Training& training = frame.editor.training();
  const ListedRun* run = training.run();
  if (training.starting()) {
    draw_progress(frame);
    empty_state(frame, icons::kTrain, "The training is starting",
                "Its pictures are read first. You can go on working meanwhile.");
    return;
  }
  if (run == nullptr) {
    empty_state(frame, icons::kTrain, "No training is selected",
                "Choose one at the left, or begin a new one with N.");
    return;
  }
  draw_head(frame, *run);
  ImGui::Dummy({0, 0});
  draw_figures(frame, *run);
  if (runs_here(frame, *run)) draw_progress(frame);
  ImGui::Dummy({0, 0});
  const float room = ImGui::GetContentRegionAvail().y;
  const float below = training.misses().empty() ? 0 : frame.theme.px(kTile + 48);
  const float least = frame.theme.px(180);
  draw_curves(frame, *run, std::clamp(room - below, least, std::max(least, frame.theme.px(480))));
  draw_misses(frame, *run);
}

}  // namespace facepoint
