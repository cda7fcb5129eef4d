#include "ui/review.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "curate/remedies.h"
#include "ui/face_drawing.h"
#include "ui/following_panel.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kRowHeight = 46;

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

std::string percent(double share) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.0f %%", share * 100);
  return text.data();
}

// "about 12", "fewer than 1".
std::string about(double count) {
  if (count < 1) return "fewer than 1";
  return "about " + with_thousands(std::lround(count));
}

const char* word_for(ReviewOutcome outcome) {
  switch (outcome) {
    case ReviewOutcome::kRight:
      return "right";
    case ReviewOutcome::kWrong:
      return "was wrong";
    case ReviewOutcome::kSkipped:
      return "skipped";
    default:
      return "";
  }
}

ImU32 color_for(const Theme& theme, const ReviewEntry& entry) {
  if (entry.outcome == ReviewOutcome::kRight) return theme.colors.good;
  if (entry.outcome == ReviewOutcome::kWrong) return theme.colors.accent;
  return entry.chance >= 0.5 ? theme.colors.bad : theme.colors.muted;
}

// A bar: what was wrong, and what is still to be expected wrong.
void draw_progress(Frame& frame, const Review& review) {
  const Theme& theme = frame.theme;
  const ReviewTally& tally = review.tally();
  const double left = tally.expected_left;
  const double all = static_cast<double>(tally.wrong) + left;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(6);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, {at.x + width, at.y + height}, theme.colors.raised, height / 2);
  const auto done = static_cast<float>(all > 0 ? static_cast<double>(tally.wrong) / all : 1);
  if (done > 0) {
    list.AddRectFilled(at, {at.x + width * done, at.y + height}, theme.colors.accent, height / 2);
  }
  ImGui::Dummy({width, height});
  frame.record.add_item("review/progress");
  if (ImGui::IsItemHovered()) {
    ImGui::SetTooltip("Labels that were wrong, of those to be expected in all.");
  }
  ImGui::TextUnformatted(
      (with_thousands(tally.wrong) + " wrong, " + with_thousands(tally.right) + " right").c_str());
  ImGui::PushFont(theme.small);
  ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.muted);
  ImGui::TextWrapped("%s",
                     ("To be expected wrong in the rest: " + about(left) + "; among the next " +
                      std::to_string(Review::kAhead) + ": " + about(tally.expected_next) + ".")
                         .c_str());
  ImGui::PopStyleColor();
  if (review.is_enough()) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.good);
    ImGui::TextWrapped("A good place to stop.");
    ImGui::PopStyleColor();
    frame.record.add_item("review/enough");
  }
  ImGui::PopFont();
}

void draw_row(Frame& frame, std::size_t position) {
  const Theme& theme = frame.theme;
  const Review& review = frame.editor.review();
  const ReviewEntry& entry = review.entries()[position];
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 max{at.x + width, at.y + height};
  ImGui::PushID(static_cast<int>(position));
  if (ImGui::InvisibleButton("row", {width, height})) frame.act(SelectSuspect{position});
  ImGui::PopID();
  frame.record.add_item("review/item/" + std::to_string(position));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool current = review.position() == position;
  if (current || ImGui::IsItemHovered()) {
    list.AddRectFilled(at, max, current ? theme.colors.selected : theme.colors.hover, theme.px(6));
  }
  const float pad = theme.px(12);
  const std::string chance = percent(entry.chance);
  const float chance_width = ImGui::CalcTextSize("100 %").x;
  const float line = ImGui::GetTextLineHeight();
  const float first = at.y + height / 2 - line - theme.px(1);
  const float second = at.y + height / 2 + theme.px(4);
  list.AddText({max.x - pad - ImGui::CalcTextSize(chance.c_str()).x, first},
               color_for(theme, entry), chance.c_str());
  const std::size_t slash = entry.face.path.rfind('/');
  const std::string name =
      slash == std::string::npos ? entry.face.path : entry.face.path.substr(slash + 1);
  const std::string shown = fitted_text(name, width - 3 * pad - chance_width);
  list.AddText({at.x + pad, first}, entry.judged() ? theme.colors.muted : theme.colors.text,
               shown.c_str());
  const float small = theme.small->FontSize;
  const char* word = word_for(entry.outcome);
  const float word_width = theme.small->CalcTextSizeA(small, 1e6F, 0, word).x;
  std::string below = entry.face.rule;
  if (slash != std::string::npos) {  // the same names occur in several folders
    below += (below.empty() ? "" : "  ") + entry.face.path.substr(0, slash);
  }
  ImGui::PushFont(theme.small);
  below = fitted_text(below, width - 3 * pad - word_width);
  ImGui::PopFont();
  list.AddText(theme.small, small, {at.x + pad, second}, theme.colors.muted, below.c_str());
  if (ImGui::IsItemHovered() && ImGui::GetIO().MouseDelta.x == 0) {
    ImGui::SetTooltip("%s", entry.face.path.c_str());
  }
  list.AddText(theme.small, small, {max.x - pad - word_width, second}, color_for(theme, entry),
               word);
}

// Brings the cursor's row into view when it has moved.
void follow_cursor(Frame& frame, float row_height) {
  const auto position = frame.editor.review().position();
  if (frame.state.review_shown == position) return;
  frame.state.review_shown = position;
  if (!position) return;
  const float top = static_cast<float>(*position) * row_height;
  const float view = ImGui::GetWindowHeight();
  if (top < ImGui::GetScrollY()) {
    ImGui::SetScrollY(top);
  } else if (top + row_height > ImGui::GetScrollY() + view) {
    ImGui::SetScrollY(top + row_height - view);
  }
}

void draw_nothing(Frame& frame, const Review& review) {
  action_button(frame, ActionId::kCheckLabels,
                review.was_checked() ? ButtonKind::kPlain : ButtonKind::kPrimary,
                ImGui::GetContentRegionAvail().x, review.was_checked() ? "Check again" : nullptr);
  const std::string check = frame.editor.keys().text(ActionId::kCheckLabels);
  if (review.was_checked()) {
    empty_state(frame, icons::kPicture, "No label looks wrong",
                "Check again after labels have changed: " + check + ".");
  } else {
    empty_state(frame, icons::kPicture, "Not checked yet",
                "Checking compares every label with what the CNN sees, and with the shapes that "
                "faces have: " +
                    check + ".");
  }
}

void draw_reason(Frame& frame, const Finding& finding, bool first) {
  const Theme& theme = frame.theme;
  ImGui::PushStyleColor(ImGuiCol_Text, first ? theme.colors.text : theme.colors.muted);
  ImGui::TextWrapped("%s", finding.reason.c_str());
  ImGui::PopStyleColor();
  ImGui::Dummy({0, theme.px(4)});
}

void draw_decisions(Frame& frame, const Review& review) {
  const Theme& theme = frame.theme;
  const float width = ImGui::GetContentRegionAvail().x;
  if (review.mended()) {
    section_title(frame, "Remedy");
    ImGui::TextWrapped("%s", remedy_title(frame.session.scheme(), review.remedy()).c_str());
    ImGui::Dummy({0, theme.px(4)});
    action_button(frame, ActionId::kFindingsMend, ButtonKind::kPrimary, width);
    action_button(frame, ActionId::kFindingsPreview, ButtonKind::kPlain, width,
                  review.shows_mended() ? "Hide the remedy" : "Show the remedy");
  }
  section_title(frame, "Or");
  action_button(frame, ActionId::kFindingsRight, ButtonKind::kPlain, width);
  const float half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
  action_button(frame, ActionId::kFindingsReject, ButtonKind::kPlain, half);
  ImGui::SameLine();
  action_button(frame, ActionId::kFindingsNext, ButtonKind::kPlain, half);
  ImGui::Dummy({0, theme.px(4)});
  ImGui::PushFont(theme.small);
  ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.muted);
  const KeyMap& keys = frame.editor.keys();
  ImGui::TextWrapped(
      "Drag points to correct the label yourself; it then counts as wrong. Keys: mend %s, right "
      "%s, reject %s, go on %s",
      keys.text(ActionId::kFindingsMend).c_str(), keys.text(ActionId::kFindingsRight).c_str(),
      keys.text(ActionId::kFindingsReject).c_str(), keys.text(ActionId::kFindingsNext).c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace

void draw_review_queue(Frame& frame) {
  const Review& review = frame.editor.review();
  ImGui::Dummy({0, frame.theme.px(2)});
  draw_review_sources(frame);
  if (review.entries().empty()) {
    draw_review_found(frame);
    draw_nothing(frame, review);
    return;
  }
  draw_progress(frame, review);
  draw_review_found(frame);
  ImGui::Dummy({0, frame.theme.px(2)});
  action_button(frame, ActionId::kCheckLabels, ButtonKind::kPlain, ImGui::GetContentRegionAvail().x,
                "Check again");
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("suspects", {0, 0});
  const float row_height = frame.theme.px(kRowHeight);
  follow_cursor(frame, row_height);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(review.entries().size()), row_height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      draw_row(frame, static_cast<std::size_t>(i));
    }
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void draw_review_panel(Frame& frame) {
  const Review& review = frame.editor.review();
  const ReviewEntry* entry = review.current();
  if (entry == nullptr) return;
  section_title(frame, "Why");
  if (entry->judged()) {
    ImGui::TextWrapped("%s", entry->outcome == ReviewOutcome::kRight
                                 ? "You said that this label is right."
                                 : "This label was wrong and has changed.");
  } else {
    ImGui::TextUnformatted((percent(entry->chance) + " likely to be wrong").c_str());
    ImGui::Dummy({0, frame.theme.px(4)});
    bool first = true;
    for (const Finding& finding : review.findings()) {
      draw_reason(frame, finding, std::exchange(first, false));
    }
    if (review.findings().empty()) {
      ImGui::TextWrapped("A little unusual in several ways, in none of them much.");
    }
    draw_decisions(frame, review);
  }
  if (frame.session.face() == nullptr) return;
  draw_following(frame);
  section_title(frame, "Face");
  fact(frame, "File", frame.session.current()->image.path);
  fact(frame, "Identity", frame.session.current()->image.identity);
  status_label(frame, frame.session.face()->face.status);
}

namespace {

// A remedy that gives points each other's numbers moves none: arrows lead to where each goes.
void draw_exchanges(Frame& frame, ImDrawList& list, const Keypoints& label,
                    const Keypoints& mended) {
  const Theme& theme = frame.theme;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (!label[i].present() || !mended[i].present()) continue;
    const auto other = std::find_if(label.begin(), label.end(), [&](const Landmark& each) {
      return each.present() && each.position == mended[i].position;
    });
    const std::size_t j = static_cast<std::size_t>(other - label.begin());
    if (j == i || j == label.size()) continue;
    const bool mutual = mended[j].position == label[i].position;
    if (mutual && j < i) continue;  // drawn from the other end
    const Point a = frame.session.viewport().to_screen(label[i].position);
    const Point b = frame.session.viewport().to_screen(mended[i].position);
    draw_arrow(list, theme, vec(a), vec(b), theme.px(4));
    if (mutual) draw_arrow(list, theme, vec(b), vec(a), theme.px(4));
    frame.record.add(
        "review/exchange/" + std::to_string(i),
        {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x) + 1, std::abs(a.y - b.y) + 1});
  }
}

}  // namespace

void draw_remedy(Frame& frame, ImDrawList& list) {
  const Review& review = frame.editor.review();
  const ReviewEntry* entry = review.current();
  const FaceView* face = frame.session.face();
  if (entry == nullptr || entry->judged() || face == nullptr || frame.session.gesture() ||
      entry->face.face != face->face.id || !review.mended() || !review.shows_mended()) {
    return;
  }
  FaceStyle ghost;
  ghost.ghost = true;
  ghost.numbers = NumberMode::kNone;
  ghost.edges = frame.session.show().edges;
  draw_face(list, frame.theme, frame.session.viewport(), frame.session.scheme(), *review.mended(),
            ghost);
  draw_exchanges(frame, list, *face->shown(), *review.mended());
}

}  // namespace facepoint
