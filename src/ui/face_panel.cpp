#include "ui/face_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "edit/lineage.h"
#include "ui/following_panel.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr std::size_t kHistoryRows = 8;
constexpr std::size_t kFaceButtons = 18;

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

// "2026-11-22T21:55:03Z" as "2026-11-22 21:55".
std::string minute_of(const std::string& utc) {
  if (utc.size() < 16) return utc;
  return utc.substr(0, 10) + " " + utc.substr(11, 5);
}

void draw_picture_facts(Frame& frame) {
  const Image& image = frame.session.current()->image;
  section_title(frame, "Picture");
  fact(frame, "File", image.path);
  fact(frame, "Identity", image.identity);
  fact(frame, "Clip", image.clip);
  if (image.width > 0) {
    fact(frame, "Size", std::to_string(image.width) + " × " + std::to_string(image.height));
  }
  fact(frame, "Published in", image.official_split);
  if (!image.decode_error.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.bad);
    ImGui::TextWrapped("%s", image.decode_error.c_str());
    ImGui::PopStyleColor();
  }
}

void draw_face_choice(Frame& frame) {
  const Session& session = frame.session;
  const auto& faces = session.current()->faces;
  if (faces.size() < 2) return;
  if (faces.size() > kFaceButtons) {  // a crowd is pointed at, or stepped through
    action_button(frame, ActionId::kPreviousFace);
    ImGui::SameLine();
    action_button(frame, ActionId::kNextFace);
    return;
  }
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const float width = ImGui::CalcTextSize("00").x + ImGui::GetStyle().FramePadding.x * 2;
    if (i > 0 && ImGui::GetItemRectMax().x + width + frame.theme.px(4) <
                     ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x) {
      ImGui::SameLine(0, frame.theme.px(4));
    }
    const bool current = static_cast<int>(i) == session.face_index();
    if (current) ImGui::PushStyleColor(ImGuiCol_Button, frame.theme.colors.selected);
    const std::string label = std::to_string(i + 1) + "##face";
    if (ImGui::Button(label.c_str(), {width, 0})) frame.act(SelectFace{faces[i].face.id});
    if (current) ImGui::PopStyleColor();
    frame.record.add_item("face/" + std::to_string(i));
  }
}

void draw_tags(Frame& frame, const FaceView& face) {
  std::string tags;
  std::string person;
  for (const std::string& tag : face.tags) {
    if (is_assignment(tag)) {
      person = tag.substr(1);
    } else {
      tags += (tags.empty() ? "" : "  ") + tag;
    }
  }
  fact(frame, "Assigned to", person);
  fact(frame, "Tags", tags);
}

void draw_decisions(Frame& frame) {
  const FaceView& face = *frame.session.face();
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  if (face.proposal) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
    ImGui::TextWrapped("%s", face.points
                                 ? "The CNN proposes other points, drawn hollow."
                                 : "The CNN proposed these points. Accept them, or drag one to "
                                   "accept them with a correction.");
    ImGui::PopStyleColor();
    action_button(frame, ActionId::kAcceptProposal, ButtonKind::kPrimary, half, "Accept");
    ImGui::SameLine();
    action_button(frame, ActionId::kRejectProposal, ButtonKind::kPlain, half, "Reject");
  }
  action_button(frame, ActionId::kApproveAndNext,
                face.proposal ? ButtonKind::kPlain : ButtonKind::kPrimary, -1);
  action_button(frame, ActionId::kApprove, ButtonKind::kPlain, half);
  ImGui::SameLine();
  action_button(frame, ActionId::kRejectFace, ButtonKind::kPlain, half);
}

double mean_confidence(const Proposal& proposal) {
  double sum = 0;
  for (const double c : proposal.confidence) sum += c;
  return proposal.confidence.empty() ? 0 : sum / static_cast<double>(proposal.confidence.size());
}

void draw_face_facts(Frame& frame) {
  const Session& session = frame.session;
  const std::size_t count = session.current()->faces.size();
  const std::string title = count > 1 ? "Face " + std::to_string(session.face_index() + 1) +
                                            " of " + std::to_string(count)
                                      : "Face";
  section_title(frame, title.c_str());
  const FaceView* face = session.face();
  if (face == nullptr) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
    ImGui::TextWrapped(
        "No face in this picture yet. Annotate finds faces and lets the CNN propose their "
        "points.");
    ImGui::PopStyleColor();
    action_button(frame, ActionId::kAnnotate, ButtonKind::kPrimary, -1);
    return;
  }
  draw_face_choice(frame);
  status_label(frame, face->face.status);
  if (face->face.status == FaceStatus::kRejected) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
    ImGui::TextWrapped("No face, or not fit for training: left out of trainings and splits.");
    ImGui::PopStyleColor();
  }
  if (face->proposal && !face->proposal->confidence.empty()) {
    fact(frame, "Confidence", number(mean_confidence(*face->proposal)));
  }
  draw_tags(frame, *face);
  draw_decisions(frame);
}

void draw_point_facts(Frame& frame) {
  const Session& session = frame.session;
  const FaceView* face = session.face();
  if (face == nullptr || face->shown() == nullptr) return;
  section_title(frame, "Point");
  const int point =
      frame.state.hovered_point >= 0 ? frame.state.hovered_point : session.selected_point();
  const Keypoints& points = session.preview() != nullptr ? *session.preview() : *face->shown();
  if (point < 0 || point >= static_cast<int>(points.size())) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
    ImGui::TextWrapped("Point at a landmark to see its name; drag it to where it belongs.");
    ImGui::PopStyleColor();
    return;
  }
  const std::size_t selected = session.selection().size();
  if (selected > 1) fact(frame, "Selected", std::to_string(selected) + " points");
  if (selected > 1 && frame.state.hovered_point < 0) return;  // none of them more than another
  const Scheme& scheme = session.scheme();
  const Region& region = scheme.regions[scheme.region_of(point)];
  fact(frame, "Number", std::to_string(point));
  fact(frame, "Name", spoken_name(scheme, point));
  fact(frame, "Region", region.title);
  const Point at = points[point].position;
  fact(frame, "Position", number(at.x) + ", " + number(at.y));
  if (face->points && face->proposal) {
    const Point proposed = face->proposal->points.at(point).position;
    fact(frame, "To proposal", number(distance(at, proposed)) + " px");
  }
}

void draw_history(Frame& frame) {
  const std::vector<Revision>& revisions = frame.session.revisions();
  if (revisions.empty()) return;
  section_title(frame, "Revisions of its points");
  ImGui::PushFont(frame.theme.small);
  const auto lineage = lineage_of(revisions, frame.session.face()->face.current);
  for (std::size_t i = 0; i < std::min(revisions.size(), kHistoryRows); ++i) {
    const Revision& revision = revisions[i];
    const bool is_current = revision.id == frame.session.face()->face.current;
    std::string who = to_text(revision.author);
    if (!revision.detail.empty()) who += ", " + revision.detail;
    if (!revision.set_points.empty()) {
      who += ", " + count_of(std::ssize(revision.set_points), "point") + " set";
    }
    const bool is_opinion = revision.role == RevisionRole::kOpinion;
    if (!is_opinion && !lineage.contains(revision.id)) who.insert(0, "taken back: ");
    muted_text(frame, minute_of(revision.created));
    ImGui::SameLine();
    const std::string shown = fitted_text(who, ImGui::GetContentRegionAvail().x);
    if (is_current) {
      ImGui::TextUnformatted(shown.c_str());
    } else {
      muted_text(frame, shown);
    }
    if (ImGui::IsItemHovered()) {
      ImGui::SetTooltip("%s%s", who.c_str(), is_current ? "\nThese points are shown now." : "");
    }
  }
  if (revisions.size() > kHistoryRows) {
    muted_text(frame, "and " + std::to_string(revisions.size() - kHistoryRows) + " earlier");
  }
  ImGui::PopFont();
}

}  // namespace

void draw_face_panel(Frame& frame) {
  if (!frame.session.current()) {
    muted_text(frame, "No picture");
    return;
  }
  draw_face_facts(frame);
  draw_following(frame);
  draw_point_facts(frame);
  draw_picture_facts(frame);
  draw_history(frame);
}

}  // namespace facepoint
