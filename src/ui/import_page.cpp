#include "ui/import_page.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "base/text.h"
#include "edit/import_question.h"
#include "ui/face_drawing.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kPreview = 330;  // side in pixels at scale 1
constexpr float kSide = 236;     // width of what is beside the previews
constexpr int kTextureSide = 512;

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + " %"; }

// Doubts, too; what is only worth a note where something is wrong is left out.
bool is_told(const SourceFinding& finding) { return finding.harmful || !finding.is_sure(); }

std::string how_sure(const SourceFinding& finding) {
  if (finding.is_sure()) return percent(finding.sure) + " sure";
  if (finding.is_certainly_wrong()) return "certainly wrong as it is, but no remedy is sure";
  return "unsure, so nothing is proposed";
}

// Whether something would be stored wrongly even with what is proposed and chosen.
bool stays_open(const ImportQuestion& question) {
  return std::any_of(question.examinations.begin(), question.examinations.end(),
                     [&](const SourceExamination& examination) {
                       return !left_open(examination, question.choice).empty();
                     });
}

void draw_findings(Frame& frame, const ImportQuestion& question) {
  const Theme& theme = frame.theme;
  for (const SourceExamination& examination : question.examinations) {
    if (std::none_of(examination.findings.begin(), examination.findings.end(), is_told)) continue;
    muted_text(frame, fitted_text(examination.source.string(), theme.px(560)) + ", " +
                          count_of(examination.verdict.faces, "face") + " looked at");
    for (const SourceFinding& finding : examination.findings) {
      if (!is_told(finding)) continue;
      const bool bad = finding.harmful && (finding.is_sure() || finding.is_certainly_wrong());
      color_dot(theme, bad ? theme.colors.bad : theme.colors.muted);
      ImGui::TextWrapped("%s (%s)", finding.reason.c_str(), how_sure(finding).c_str());
      if (finding.remedy.empty()) continue;
      ImGui::Indent(theme.px(16));
      ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.muted);
      ImGui::TextWrapped(finding.is_sure() ? "Remedy: %s" : "What would help: %s",
                         finding.remedy.c_str());
      ImGui::PopStyleColor();
      ImGui::Unindent(theme.px(16));
    }
  }
}

// Held down, no more than once: the page may have come up under a key.
bool pressed(Key key) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool list_open = ImGui::GetCurrentContext()->OpenPopupStack.Size > 1;
  if (io.KeyCtrl || io.KeyAlt || io.KeySuper || list_open) return false;
  return ImGui::IsKeyPressed(static_cast<int>(key), false);
}

// One of a few ways to read something, or what is proposed; true where it changed. `chosen` 0: as
// proposed. `key`: goes through them.
template <std::size_t N>
bool choose(Frame& frame, const char* name, char key, const std::array<const char*, N>& ways,
            int& chosen) {
  const Theme& theme = frame.theme;
  const float left = ImGui::GetCursorPosX();
  ImGui::BeginGroup();
  ImGui::AlignTextToFramePadding();
  muted_text(frame, name);
  ImGui::SameLine();
  ImGui::SetCursorPosX(left + theme.px(96));
  muted_text(frame, std::string(1, key));
  ImGui::SameLine();
  ImGui::SetCursorPosX(left + theme.px(114));
  ImGui::SetNextItemWidth(std::min(theme.px(kSide - 114), ImGui::GetContentRegionAvail().x));
  bool changed =
      ImGui::Combo((std::string("##") + name).c_str(), &chosen, ways.data(), static_cast<int>(N));
  if (pressed(character_key(key))) {
    chosen = (chosen + 1) % static_cast<int>(N);
    changed = true;
  }
  ImGui::EndGroup();
  frame.record.add_item(std::string("examined/field/") + name);
  return changed;
}

int index_of(const std::optional<bool>& value) { return value ? 1 + static_cast<int>(*value) : 0; }
std::optional<bool> flag_of(int index) {
  return index == 0 ? std::optional<bool>{} : std::optional<bool>{index == 2};
}

// Where an order was found that is not sure.
bool asks_for_order(const ImportQuestion& question) {
  for (const SourceExamination& examination : question.examinations) {
    if (examination.verdict.layout.order.empty()) continue;
    for (const SourceFinding& finding : examination.findings) {
      if (finding.about == "order" && !finding.is_sure()) return true;
    }
  }
  return false;
}

// Files outside of the project have no image: their keys are below 0.
PictureKey key_of(const std::filesystem::path& file) {
  const auto hash = static_cast<std::int64_t>(std::hash<std::string>{}(file.string()) >> 2U);
  return {ImageId{-1 - hash}, kTextureSide};
}

// Both states are shown in one frame of the picture: around the mended points and a little more.
Rect shown_part(const SampleFace& sample, const Keypoints& points) {
  const Rect box = bounding_box(points);
  const double side = 1.5 * std::max({box.width, box.height, 16.0});
  const double most = std::max(1, std::min(sample.width, sample.height));
  const double fit = std::min(side, most);
  const double x = std::clamp(box.x + box.width / 2 - fit / 2, 0.0, sample.width - fit);
  const double y = std::clamp(box.y + box.height / 2 - fit / 2, 0.0, sample.height - fit);
  return {x, y, fit, fit};
}

void draw_state(Frame& frame, const SampleFace& sample, const LabelLayout& layout, const Rect& part,
                const char* caption) {
  const Theme& theme = frame.theme;
  const float side = theme.px(kPreview);
  ImGui::BeginGroup();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 max{at.x + side, at.y + side};
  ImGui::Dummy({side, side});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, max, theme.colors.canvas, theme.px(4));
  PictureKey key = key_of(sample.image);
  const double scale = kTextureSide / part.width;
  key.square_from_image = Similarity{scale, 0, -part.x * scale, -part.y * scale};
  const Texture* texture = frame.textures.get(key, {sample.image, part});
  if (texture != nullptr && texture->handle != 0) {
    list.AddImageRounded(draw_list_texture(*texture), at, max, {0, 0}, {1, 1}, IM_COL32_WHITE,
                         theme.px(4));
  }
  std::string text = caption;
  if (const auto points = sample_points(sample, layout)) {
    Viewport viewport;
    viewport.set_area({at.x, at.y, side, side});
    viewport.set_scale(side / part.width);
    viewport.center_on({part.x + part.width / 2, part.y + part.height / 2});
    ImGui::PushClipRect(at, max, true);
    FaceStyle style;
    style.numbers = NumberMode::kNone;
    draw_face(list, theme, viewport, SchemeLibrary::standard().get(layout.scheme), *points, style);
    ImGui::PopClipRect();
    const auto all = static_cast<int>(points->size());
    const int inside = all - points_outside(*points, sample.width, sample.height);
    if (inside < all) {
      text += ": " + with_thousands(inside) + " of " + count_of(all, "point") + " in the picture";
    }
  }
  muted_text(frame, text);
  ImGui::EndGroup();
}

void draw_choices(Frame& frame, const ImportQuestion& question) {
  RemedyChoice choice = question.choice;
  bool changed = false;
  int unit = choice.unit ? 1 + static_cast<int>(*choice.unit) : 0;
  if (choose<4>(frame, "Unit", 'U', {"as proposed", "pixels", "per cent", "0 to 1"}, unit)) {
    changed = true;
    choice.unit.reset();
    if (unit > 0) choice.unit = static_cast<CoordinateUnit>(unit - 1);
  }
  int origin = choice.origin ? 1 + *choice.origin : 0;
  if (choose<3>(frame, "First pixel", 'F', {"as proposed", "0", "1"}, origin)) {
    changed = true;
    choice.origin.reset();
    if (origin > 0) choice.origin = origin - 1;
  }
  const auto either = [&](const char* name, char key, const std::array<const char*, 3>& ways,
                          std::optional<bool>& value) {
    int index = index_of(value);
    if (!choose<3>(frame, name, key, ways, index)) return;
    changed = true;
    value = flag_of(index);
  };
  either("Coordinates", 'C', {"as proposed", "x, then y", "y, then x"}, choice.y_first);
  either("Numbers", 'N', {"as proposed", "point by point", "all x, then all y"}, choice.grouped);
  either("x from", 'X', {"as proposed", "the left", "the right"}, choice.x_from_right);
  either("y from", 'Y', {"as proposed", "the top", "the bottom"}, choice.y_up);
  either("Left and right", 'L', {"as proposed", "as they are", "exchanged"},
         choice.sides_exchanged);
  if (asks_for_order(question)) {
    const std::array<const char*, 2> ways{"as proposed", "by where they lie"};
    int order = choice.order_inferred ? 1 : 0;
    if (choose<2>(frame, "Order", 'O', ways, order)) {
      changed = true;
      choice.order_inferred = order == 1;
    }
  }
  if (changed) frame.act(ChooseRemedies{choice});
}

// Beyond the last comes the first.
int shown_of(int asked, std::size_t samples) {
  const auto count = static_cast<int>(samples);
  return (asked % count + count) % count;
}

void draw_sample(Frame& frame, const ImportQuestion& question) {
  const std::vector<ImportQuestion::Sample> samples = question.samples();
  if (samples.empty()) return;
  int& shown = frame.state.dialog.sample;
  shown = shown_of(shown, samples.size());
  const ImportQuestion::Sample at = samples[static_cast<std::size_t>(shown)];
  const SourceExamination& examination = question.examinations[at.examination];
  const SampleFace& sample = examination.samples[at.sample];
  const LabelLayout mended = layout_for(examination, question.choice);
  const Rect part = shown_part(sample, sample_points(sample, mended).value_or(sample.numbers));
  draw_state(frame, sample, layout_for(examination, {}), part, "As it is");
  ImGui::SameLine(0, frame.theme.px(16));
  draw_state(frame, sample, mended, part, "Mended");
  ImGui::SameLine(0, frame.theme.px(16));
}

// Which face is shown.
void draw_steps(Frame& frame, const ImportQuestion& question) {
  const std::size_t count = question.samples().size();
  if (count == 0) return;
  int& shown = frame.state.dialog.sample;
  const float width = frame.theme.px(36);
  if (ImGui::Button("<", {width, 0}) || pressed(Key::kLeft)) --shown;
  frame.record.add_item("examined/previous");
  ImGui::SameLine();
  if (ImGui::Button(">", {width, 0}) || pressed(Key::kRight)) ++shown;
  frame.record.add_item("examined/next");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  muted_text(frame, "Face " + with_thousands(shown_of(shown, count) + 1) + " of " +
                        with_thousands(static_cast<std::int64_t>(count)));
}

void draw_answers(Frame& frame, const ImportQuestion& question) {
  const float width = frame.theme.px(176);
  const float all = 3 * width + 2 * ImGui::GetStyle().ItemSpacing.x;
  ImGui::Dummy({0, frame.theme.grid(1)});
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - all);
  if (ImGui::Button("Don’t import   Esc", {width, 0})) frame.act(ActionId::kCancel);
  frame.record.add_item("dialog/close");
  ImGui::SameLine();
  ImGui::BeginDisabled(frame.editor.jobs().running());
  const bool ready = !frame.editor.jobs().running();
  const bool as_it_is = ready && pressed(character_key('I'));
  if (ImGui::Button("Import as it is   I", {width, 0}) || as_it_is) frame.act(AnswerImport{false});
  frame.record.add_item("examined/as_is");
  ImGui::SameLine();
  const bool open = stays_open(question);
  ImGui::BeginDisabled(open);
  push_primary(frame.theme);
  const bool enter = ready && !open && pressed(Key::kEnter);
  if (ImGui::Button("Import mended   Enter", {width, 0}) || enter) frame.act(AnswerImport{true});
  pop_primary();
  ImGui::EndDisabled();
  ImGui::EndDisabled();
  frame.record.add_item("examined/mended");
}

}  // namespace

void draw_import_question(Frame& frame) {
  if (!frame.editor.import_question()) return;
  const ImportQuestion& question = *frame.editor.import_question();
  draw_findings(frame, question);
  ImGui::Dummy({0, frame.theme.grid(1)});
  draw_sample(frame, question);
  ImGui::BeginGroup();
  draw_steps(frame, question);
  ImGui::Dummy({0, frame.theme.px(4)});
  draw_choices(frame, question);
  ImGui::EndGroup();
  draw_answers(frame, question);
}

}  // namespace facepoint
